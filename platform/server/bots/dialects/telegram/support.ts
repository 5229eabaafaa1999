import { badRequest } from './dialect-error.ts';
import { notFound } from './errors.ts';
import type { DialectMethod } from './method.ts';
import { dialectMethods } from './methods/list.ts';
import { findMethodShape, type MethodShape } from './shape-table.ts';

const supported = new Map(
  dialectMethods.map((method): [string, { method: DialectMethod; shape: MethodShape }] => {
    const shape = findMethodShape(method.name);
    const strange = [...method.uses, ...Object.keys(method.passesOver ?? {})].find(
      (name) => !shape?.parameters.has(name),
    );
    if (shape === undefined || strange !== undefined)
      throw new Error(`${method.name} ${strange} is not in the published shapes`);
    return [shape.name, { method, shape }];
  }),
);

/** The method of a name in any case. 404 for an unknown one, 400 for a known one that is not served. */
export function findMethod(name: string): { method: DialectMethod; shape: MethodShape } {
  const shape = findMethodShape(name);
  if (shape === undefined) throw notFound();
  const found = supported.get(shape.name);
  if (found === undefined) throw badRequest(`method ${shape.name} is not supported here`);
  return found;
}

/** A parameter that would be ignored without a word is refused; blank and false ones ask for nothing. */
export function refuseUnsupported(
  { uses, passesOver = {}, name }: DialectMethod,
  values: ReadonlyMap<string, unknown>,
): void {
  for (const [parameter, value] of values) {
    if (uses.includes(parameter) || parameter in passesOver) continue;
    const asksForNothing =
      value === false || value === '' || value === 0 || (Array.isArray(value) && value.length === 0);
    if (!asksForNothing) throw badRequest(`parameter "${parameter}" of ${name} is not supported here`);
  }
}
