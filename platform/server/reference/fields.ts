import type { JsonSchema } from '@veche/contract';

/** One row of a table of fields. */
export interface Field {
  /** Dotted path; `[]` stands for each item, `(x)` for the variant that `x` tells apart. */
  readonly path: string;
  readonly type: TypeText;
  readonly isRequired: boolean;
  /** Limits and defaults in words. */
  readonly notes: readonly string[];
}

/** A type in words; parts that name a schema become links. */
export type TypeText = readonly (string | { readonly named: string })[];

const COMPONENTS = '#/components/schemas/';

/** The fields of an object, inner objects and variants flattened; named schemas are not opened. */
export function fieldsOf(schema: JsonSchema, prefix = ''): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const inner = asSchema(property);
    const path = `${prefix}${name}`;
    return [
      { path, type: typeOf(inner), isRequired: required.has(name), notes: notesOf(inner) },
      ...within(inner, path),
    ];
  });
}

/** Variants of a union of objects, each by the value that tells it apart; null when the schema is no such union. */
export function variantsOf(schema: JsonSchema): { label: string; schema: JsonSchema }[] | null {
  const options = (schema.oneOf ?? schema.anyOf)?.map(asSchema);
  if (options === undefined || !options.every((option) => option.properties !== undefined)) return null;
  return options.map((option) => ({ label: labelOf(option), schema: option }));
}

function within(schema: JsonSchema, path: string): Field[] {
  if (schema.properties !== undefined) return fieldsOf(schema, `${path}.`);
  if (isSchema(schema.items)) return within(schema.items, `${path}[]`);
  const variants = variantsOf(schema);
  if (variants !== null)
    return variants.flatMap(({ label, schema: variant }) => fieldsOf(variant, `${path}(${label}).`));
  return (schema.anyOf ?? []).map(asSchema).flatMap((option) => within(option, path));
}

/** The value of the field that differs between variants: a literal, told first. */
function labelOf(variant: JsonSchema): string {
  for (const property of Object.values(variant.properties ?? {})) {
    const value = asSchema(property).const;
    if (typeof value === 'string') return value;
  }
  return 'object';
}

export function typeOf(schema: JsonSchema): TypeText {
  if (schema.$ref !== undefined) return [{ named: schema.$ref.replace(COMPONENTS, '') }];
  if (schema.const !== undefined) return [JSON.stringify(schema.const)];
  if (schema.enum !== undefined) return [schema.enum.map((value) => JSON.stringify(value)).join(' | ')];
  const variants = variantsOf(schema);
  if (variants !== null) return [`one of ${variants.map(({ label }) => label).join(', ')}`];
  const options = (schema.anyOf ?? schema.oneOf)?.map(asSchema);
  if (options !== undefined)
    return options.flatMap((option, index) => [...(index > 0 ? [' | '] : []), ...typeOf(option)]);
  if (schema.allOf?.length === 1) return typeOf(asSchema(schema.allOf[0]));
  if (schema.type === 'array') return ['list of ', ...(isSchema(schema.items) ? typeOf(schema.items) : ['anything'])];
  if (schema.type === 'object' && isSchema(schema.additionalProperties) && schema.properties === undefined) {
    return ['map to ', ...typeOf(schema.additionalProperties)];
  }
  if (schema.format !== undefined) return [`${String(schema.type)} (${schema.format})`];
  return [schema.type === undefined ? 'anything' : String(schema.type)];
}

/** What a value must satisfy, in words. */
export function notesOf(schema: JsonSchema): string[] {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern } = schema;
  return [
    ...range('', minimum, maximum),
    ...range(' characters', minLength, maxLength),
    ...range(' items', minItems, maxItems),
    ...(pattern === undefined ? [] : [`matches \`${pattern}\``]),
    ...(schema.default === undefined ? [] : [`default \`${JSON.stringify(schema.default)}\``]),
  ];
}

function range(unit: string, from: number | undefined, to: number | undefined): string[] {
  if (from === undefined && to === undefined) return [];
  if (from !== undefined && from === to) return [`exactly ${from}${unit}`];
  if (to === undefined) return [`at least ${from}${unit}`];
  return [from === undefined ? `up to ${to}${unit}` : `${from} to ${to}${unit}`];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asSchema(value: unknown): JsonSchema {
  return isSchema(value) ? value : {};
}
