import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Field {
  readonly name: string;
  readonly types: readonly string[];
  readonly required: boolean;
}

interface Described {
  readonly name: string;
  readonly fields?: readonly Field[];
  readonly subtypes?: readonly string[];
}

/** The published shapes of the dialect: what our answers and updates are checked against. */
export interface Oracle {
  readonly version: string;
  readonly methods: Readonly<Record<string, Described & { readonly returns: readonly string[] }>>;
  readonly types: Readonly<Record<string, Described>>;
}

const file = fileURLToPath(new URL('../../../../shared/specs/telegram-bot-api.json', import.meta.url));

/** Reads the oracle, or says aloud that it is not here and answers null. */
export function readOracle(): Oracle | null {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Oracle;
  console.warn(`SKIPPED: answers are not checked against the published shapes, because ${file} is not here.`);
  return null;
}

/** What is wrong with an answer of a method, in words; empty when nothing is. */
export function faultsOfResult(oracle: Oracle, method: string, result: unknown): string[] {
  const returns = oracle.methods[method]?.returns;
  return returns === undefined ? [`there is no method ${method}`] : faultsOf(oracle, returns, result, 'result');
}

/** What is wrong with an update. */
export function faultsOfUpdate(oracle: Oracle, update: unknown): string[] {
  const faults = faultsOf(oracle, ['Update'], update, 'update');
  const parts = Object.keys(update as object).filter((name) => name !== 'update_id');
  return parts.length === 1 ? faults : [...faults, `an update must tell one thing, not ${parts.join(', ')}`];
}

function faultsOf(oracle: Oracle, types: readonly string[], value: unknown, place: string): string[] {
  const each = types.map((type) => faultsOfType(oracle, type, value, place));
  return each.find((faults) => faults.length === 0) ?? each[0] ?? [];
}

function faultsOfType(oracle: Oracle, type: string, value: unknown, place: string): string[] {
  const fault = (what: string) => [`${place} must be ${what}, not ${JSON.stringify(value)?.slice(0, 80)}`];
  if (type.startsWith('Array of ')) {
    if (!Array.isArray(value)) return fault(type);
    return value.flatMap((item, index) => faultsOf(oracle, [type.slice(9)], item, `${place}[${index}]`));
  }
  if (type === 'Integer') return Number.isSafeInteger(value) ? [] : fault('an integer');
  if (type === 'Float') return typeof value === 'number' ? [] : fault('a number');
  if (type === 'String') return typeof value === 'string' ? [] : fault('a string');
  if (type === 'Boolean') return typeof value === 'boolean' ? [] : fault('a boolean');
  const described = oracle.types[type];
  if (described === undefined) return [`${place} has the unknown type ${type}`];
  if (described.subtypes !== undefined) return faultsOf(oracle, described.subtypes, value, place);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault(`a ${type}`);
  const fields = new Map((described.fields ?? []).map((field) => [field.name, field]));
  const missing = [...fields.values()].filter(({ name, required }) => required && !(name in value));
  return [
    ...missing.map(({ name }) => `${place}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, item]) => {
      const field = fields.get(name);
      if (field === undefined) return [`${place}.${name} is not a field of ${type}`];
      return faultsOf(oracle, field.types, item, `${place}.${name}`);
    }),
  ];
}
