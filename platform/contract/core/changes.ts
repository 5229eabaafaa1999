import { z } from 'zod';

/** Changes of an object of the same fields: each may be absent (unchanged) or null (taken away). */
export function changesOf<S extends Record<string, z.ZodType>>(shape: S) {
  const fields = Object.entries(shape).map(([key, schema]) => [key, schema.nullish()]);
  return z.object(Object.fromEntries(fields) as { [K in keyof S]: z.ZodOptional<z.ZodNullable<S[K]>> });
}
