import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Oracle, readOracle } from './oracle.ts';

/** Where the product keeps what it knows of the published shapes. */
export const shapesFile = fileURLToPath(
  new URL('../../../platform/server/bots/dialects/telegram/shapes.ts', import.meta.url),
);

/** Writes the table of methods, their parameters, and the types that parameters are made of. */
export function generateShapes(oracle: Oracle): string {
  const methods = Object.values(oracle.methods).map(({ name, fields }) => `${name}(${parametersOf(fields)})`);
  const types = [...reachableTypes(oracle)].sort().map((name) => {
    const { fields, subtypes } = oracle.types[name] ?? {};
    return subtypes === undefined ? `${name}{${parametersOf(fields)}}` : `${name} = ${subtypes.join(' | ')}`;
  });
  return [
    `// Generated from the published shapes (${oracle.version}) by tests/conformance/telegram/generate-shapes.ts.`,
    '// One method or type a line: `name!` is required, `[T]` a list, `A | B` one of several.',
    `export const methodShapes = \`\n${methods.join('\n')}\n\`;`,
    '',
    `export const typeShapes = \`\n${types.join('\n')}\n\`;`,
    '',
  ].join('\n');
}

type Fields = Oracle['methods'][string]['fields'];

function parametersOf(fields: Fields): string {
  return (fields ?? [])
    .map(({ name, types, required }) => `${name}${required ? '!' : ''}: ${types.map(shortType).join(' | ')}`)
    .join(', ');
}

function shortType(type: string): string {
  return type.startsWith('Array of ') ? `[${shortType(type.slice(9))}]` : type;
}

function reachableTypes(oracle: Oracle): Set<string> {
  const reached = new Set<string>();
  const visit = (type: string): void => {
    const name = type.replace(/^(?:Array of )+/, '');
    const described = oracle.types[name];
    // A file is what the sender makes of it, not an object with fields.
    if (described === undefined || name === 'InputFile' || reached.has(name)) return;
    reached.add(name);
    for (const field of described.fields ?? []) field.types.forEach(visit);
    described.subtypes?.forEach(visit);
  };
  for (const { fields } of Object.values(oracle.methods)) for (const { types } of fields ?? []) types.forEach(visit);
  return reached;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const oracle = readOracle();
  if (oracle !== null) writeFileSync(shapesFile, generateShapes(oracle));
}
