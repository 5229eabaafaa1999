import { badRequest } from './dialect-error.ts';

/** Parameters that were read by their published types; the accessors only name the type again. */
export function createParameters(values: ReadonlyMap<string, unknown>) {
  const required = <T>(value: T | undefined, name: string): T => {
    if (value === undefined) throw badRequest(`parameter "${name}" is required`);
    return value;
  };
  const integer = (name: string) => values.get(name) as number | undefined;
  const text = (name: string) => values.get(name) as string | undefined;
  return {
    has: (name: string) => values.has(name),
    names: () => values.keys(),
    get: (name: string) => values.get(name),
    integer,
    text,
    boolean: (name: string) => values.get(name) as boolean | undefined,
    object: (name: string) => values.get(name) as Record<string, unknown> | undefined,
    list: (name: string) => values.get(name) as readonly unknown[] | undefined,
    requiredInteger: (name: string) => required(integer(name), name),
    requiredText: (name: string) => required(text(name), name),
  };
}
export type Parameters = ReturnType<typeof createParameters>;
