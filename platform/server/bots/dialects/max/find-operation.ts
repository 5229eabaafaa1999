import { notAllowed, notFound } from './max-error.ts';
import type { MaxOperation } from './operation.ts';
import { operations } from './operations/list.ts';

const patterns = operations.map((operation) => ({ operation, parts: operation.path.split('/').slice(1) }));

/** The operation of a request with what its path says. 404 where there is none, 405 where it has another verb. */
export function findOperation(verb: string, path: string): { operation: MaxOperation; values: Record<string, string> } {
  const given = path
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  const found = patterns
    .flatMap(({ operation, parts }) => {
      const values = match(parts, given);
      return values === null ? [] : [{ operation, values }];
    })
    // Where a word and a value both fit, the word is meant.
    .sort((one, other) => Object.keys(one.values).length - Object.keys(other.values).length);
  const [first] = found;
  if (first === undefined) throw notFound('There is nothing at this path.');
  const fitting = found.find(({ operation }) => operation.verb === verb);
  if (fitting === undefined) throw notAllowed(`${first.operation.path} is not asked with ${verb}.`);
  return fitting;
}

function match(parts: readonly string[], given: readonly string[]): Record<string, string> | null {
  if (parts.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const value = given[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined && part !== value) return null;
    // A client's unfilled `{name}`: the value stands in the query.
    if (name !== undefined && !/^\{\w+\}$/.test(value)) values[name] = value;
  }
  return values;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
