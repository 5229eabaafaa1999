import { badRequest } from './dialect-error.ts';
import { type Field, type Fields, findFields, isUnion, type ShapeType } from './shape-table.ts';

/** Deeper nesting is no honest request. */
const MAX_DEPTH = 32;

/**
 * Reads parameters by their published types from whatever form they came in: numbers, objects and booleans may be
 * strings, at any depth. Unknown ones are left out; null counts as absent. Throws for a wrong or missing one.
 */
export function coerceParameters(parameters: Fields, given: ReadonlyMap<string, unknown>): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const field of parameters.values()) {
    const value = coerceField(field, given.get(field.name), field.name, 0);
    if (value !== undefined) values.set(field.name, value);
    else if (field.required) throw missing(field.name);
  }
  return values;
}

/** The texts that libraries know. */
function missing(name: string): Error {
  if (name === 'chat_id') return badRequest('chat_id is empty');
  if (name === 'text') return badRequest('message text is empty');
  if (name === 'message_id') return badRequest('message identifier is not specified');
  return badRequest(`parameter "${name}" is required`);
}

function coerceField(field: Field, value: unknown, place: string, depth: number): unknown {
  if (value === undefined || value === null) return undefined;
  // An empty value of a form field means that it was left blank; an empty text is still a text.
  if (value === '' && !field.types.includes('String')) return undefined;
  return coerce(field.types, value, place, depth);
}

function coerce(types: readonly ShapeType[], value: unknown, place: string, depth: number): unknown {
  if (depth > MAX_DEPTH) throw badRequest(`${place} is nested too deep`);
  const [first] = types;
  if (types.length === 1 && first !== undefined) return coerceOne(first, value, place, depth);
  // `Integer | String` names a chat: digits are its id, anything else its public name.
  if (types.includes('Integer') && types.includes('String')) return toInteger(value) ?? toText(value);
  if (types.includes('String')) return toText(value);
  const lists = types.filter((type): type is Exclude<ShapeType, string> => typeof type !== 'string');
  if (lists.length > 0)
    return toList(
      lists.flatMap((type) => type.listOf),
      value,
      place,
      depth,
    );
  return toObject(
    types.flatMap((type) => (typeof type === 'string' ? [type] : [])),
    value,
    place,
    depth,
  );
}

function coerceOne(type: ShapeType, value: unknown, place: string, depth: number): unknown {
  if (typeof type !== 'string') return toList(type.listOf, value, place, depth);
  switch (type) {
    case 'String':
    case 'InputFile':
      return toText(value);
    case 'Boolean':
      return toBoolean(value);
    case 'Integer':
      return toInteger(value) ?? refuse(place, 'an integer');
    case 'Float':
      return toNumber(value) ?? refuse(place, 'a number');
    case 'KeyboardButton':
    case 'InputPollOption':
      // A text alone stands for the key that sends it, or the option that says it.
      return toObject([type], isPlainText(value) ? { text: value } : value, place, depth);
    default:
      return toObject([type], value, place, depth);
  }
}

function isPlainText(value: unknown): boolean {
  return typeof value === 'string' && !/^\s*\{/.test(value);
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Everything but `true`, `yes` and `1`, in any case, is false. */
function toBoolean(value: unknown): boolean {
  return value === true || value === 1 || (typeof value === 'string' && /^\s*(?:true|yes|1)\s*$/i.test(value));
}

/** Whole numbers, also written as text; what is out of range is clamped. */
function toInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\s*[+-]?\d{1,400}\s*$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) return undefined;
  if (Number.isFinite(number) && !Number.isInteger(number)) return undefined;
  return Math.min(Math.max(number, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function toList(types: readonly ShapeType[], value: unknown, place: string, depth: number): unknown[] {
  const list = parsed(value, place);
  if (!Array.isArray(list)) return refuse(place, 'an array');
  return list.map((item, index) => coerce(types, item, `${place}[${index}]`, depth + 1));
}

function toObject(types: readonly string[], value: unknown, place: string, depth: number): Record<string, unknown> {
  const object = parsed(value, place);
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return refuse(place, 'a JSON object');
  const fields = new Map(types.flatMap((type) => [...(findFields(type) ?? [])]));
  const isOneOfSeveral = types.length > 1 || types.some(isUnion);
  const result: Record<string, unknown> = {};
  for (const field of fields.values()) {
    const given = (object as Record<string, unknown>)[field.name];
    const coerced = coerceField(field, given, `${place}.${field.name}`, depth + 1);
    if (coerced !== undefined) result[field.name] = coerced;
    // Among several possible types a field that one of them requires may rightly be absent.
    else if (field.required && !isOneOfSeveral) {
      throw badRequest(`can't parse ${place}: field "${field.name}" is required`);
    }
  }
  return result;
}

function parsed(value: unknown, place: string): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw badRequest(`can't parse ${place} JSON object`);
  }
}

function refuse(place: string, what: string): never {
  throw badRequest(`${place} must be ${what}`);
}
