import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly maxLength?: number;
  readonly discriminator?: {
    readonly propertyName: string;
    readonly mapping: Readonly<Record<string, string | Schema>>;
  };
}

type Content = {
  readonly content?: { readonly 'application/json': { readonly schema: Schema } };
  readonly $ref?: string;
};
type Described = { readonly responses?: Readonly<Record<string, Content>> };

/** The published shapes of the dialect: what our answers and updates are checked against. */
export interface Oracle {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Content>>;
  };
}

const file = fileURLToPath(new URL('../../../../shared/specs/max-bot-api.json', import.meta.url));

/** Reads the oracle, or says aloud that it is not here and answers null. */
export function readOracle(): Oracle | null {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Oracle;
  console.warn(`SKIPPED: answers are not checked against the published shapes, because ${file} is not here.`);
  return null;
}

/** Answers that the snapshot does not describe and the client reads. */
const undescribed: Readonly<Record<string, Schema>> = {
  'GET /chats': { $ref: '#/components/schemas/ChatList' },
  'PATCH /me': { $ref: '#/components/schemas/BotInfo' },
  'PATCH /me/commands': {
    required: ['commands'],
    properties: { commands: { type: 'array', items: { $ref: '#/components/schemas/BotCommand' } } },
  },
};
/** The snapshot knows one kind of chats; the client three. */
const chatTypes = ['dialog', 'chat', 'channel'];

/** What is wrong with an answer to a request, in words; empty when nothing is. */
export function faultsOfAnswer(
  oracle: Oracle,
  asked: { readonly verb: string; readonly path: string; readonly status: number },
  body: unknown,
): string[] {
  const { verb, path, status } = asked;
  if (status !== 200) {
    const faults = faultsOf(oracle, { $ref: '#/components/schemas/Error' }, body, 'error');
    return [400, 401, 403, 404, 405, 429, 500, 503].includes(status)
      ? faults
      : [...faults, `no client knows ${status}`];
  }
  const schema = schemaOf(oracle, verb, path);
  return schema === null ? [`there is no shape of ${verb} ${path}`] : faultsOf(oracle, schema, body, 'answer');
}

/** What is wrong with an update. */
export function faultsOfUpdate(oracle: Oracle, update: unknown): string[] {
  return faultsOf(oracle, { $ref: '#/components/schemas/Update' }, update, 'update');
}

function schemaOf({ paths, components }: Oracle, verb: string, path: string): Schema | null {
  const own = undescribed[`${verb} ${path}`];
  if (own !== undefined) return own;
  const parts = path.split('/');
  const fits = (pattern: string) => {
    const named = pattern.split('/');
    return named.length === parts.length && named.every((part, index) => part.startsWith('{') || part === parts[index]);
  };
  // A word goes before a value.
  const found = Object.keys(paths)
    .filter((pattern) => fits(pattern) && paths[pattern]?.[verb.toLowerCase()]?.responses !== undefined)
    .sort((one, other) => one.split('{').length - other.split('{').length)[0];
  const answer = found === undefined ? undefined : paths[found]?.[verb.toLowerCase()]?.responses?.['200'];
  const response = answer?.$ref === undefined ? answer : components.responses[answer.$ref.split('/').at(-1) ?? ''];
  return response?.content?.['application/json'].schema ?? null;
}

function faultsOf(oracle: Oracle, schema: Schema, value: unknown, place: string): string[] {
  const fault = (what: string) => [`${place} must be ${what}, not ${JSON.stringify(value)?.slice(0, 80)}`];
  const shape = flatten(oracle, schema, value);
  if (value === null) return shape.nullable === true ? [] : fault('there');
  if (shape.enum !== undefined) return shape.enum.includes(value) ? [] : fault(shape.enum.join(' or '));
  if (shape.properties !== undefined || shape.additionalProperties !== undefined) {
    return typeof value === 'object' && !Array.isArray(value)
      ? faultsOfObject(oracle, shape, value, place)
      : fault('an object');
  }
  switch (shape.type) {
    case 'array': {
      const { items = {} } = shape;
      if (!Array.isArray(value)) return fault('a list');
      return value.flatMap((item, index) => faultsOf(oracle, items, item, `${place}[${index}]`));
    }
    case 'integer':
      return Number.isSafeInteger(value) ? [] : fault('an integer');
    case 'number':
      return typeof value === 'number' ? [] : fault('a number');
    case 'string':
      return typeof value === 'string' && value.length <= (shape.maxLength ?? Infinity) ? [] : fault('a text');
    case 'boolean':
      return typeof value === 'boolean' ? [] : fault('true or false');
    default:
      return [];
  }
}

function faultsOfObject(oracle: Oracle, shape: Schema, value: object, place: string): string[] {
  const { properties = {}, additionalProperties, required = [] } = shape;
  // The snapshot demands a field that it does not describe.
  const missing = required.filter((name) => name in properties && !(name in value));
  return [
    ...missing.map((name) => `${place}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, item]) => {
      const field = properties[name] ?? additionalProperties;
      return field === undefined
        ? [`${place}.${name} is not described`]
        : faultsOf(oracle, field, item, `${place}.${name}`);
    }),
  ];
}

/** One schema of what it refers to, is made of, and becomes by the value's own kind. */
function flatten(oracle: Oracle, schema: Schema, value: unknown): Schema {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    if (name === 'ChatType') return { enum: chatTypes };
    const named = oracle.components.schemas[name];
    if (named === undefined) throw new Error(`there is no schema ${name}`);
    return { ...flatten(oracle, named, value), nullable: schema.nullable ?? false };
  }
  const kind = kindOf(schema, value);
  if (kind !== null) return flatten(oracle, kind, withoutKind);
  const parts = (schema.allOf ?? []).map((part) => flatten(oracle, part, withoutKind));
  const all = [...parts, schema];
  const properties = Object.assign({}, ...all.map((part) => part.properties ?? {})) as Record<string, Schema>;
  const merged = Object.assign({}, ...all) as Schema;
  return {
    ...merged,
    nullable: schema.nullable ?? false,
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    required: all.flatMap((part) => part.required ?? []),
  };
}

/** Stands for no value: the kinds of a union refer back to it. */
const withoutKind = Symbol('without kind');

function kindOf({ discriminator }: Schema, value: unknown): Schema | null {
  if (discriminator === undefined || typeof value !== 'object' || value === null) return null;
  const kind = (value as Record<string, unknown>)[discriminator.propertyName];
  const target = discriminator.mapping[String(kind)];
  if (target === undefined) return { enum: [`a known ${discriminator.propertyName}`] };
  return typeof target === 'string'
    ? { $ref: target.includes('/') ? target : `#/components/schemas/${target}` }
    : target;
}
