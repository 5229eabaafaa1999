import { readFileSync } from 'node:fs';
import { invalidInput, Manifest } from '@veche/contract';
import { VecheStartError } from '@veche/server/start-error';

/** Reads `app.json`. Throws VecheStartError with a line for each problem. */
export function readManifest(path: string): Manifest {
  let stated: unknown;
  try {
    stated = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const why =
      error instanceof SyntaxError ? `is no JSON: ${error.message}` : 'cannot be read: name the folder it is in';
    throw new VecheStartError(`${path} ${why}.`, { cause: error });
  }
  return parseManifest(stated);
}

/** The manifest in what was stated. Throws VecheStartError with a line for each problem. */
export function parseManifest(stated: unknown): Manifest {
  const { data, error } = Manifest.safeParse(stated);
  if (data !== undefined) return data;
  const lines = invalidInput(error).issues?.map(({ field, message }) => `app.json: ${field}: ${adviceOf(message)}`);
  throw new VecheStartError((lines ?? []).join('\n'));
}

function adviceOf(message: string): string {
  if (message.endsWith('received undefined')) return 'is missing: add it.';
  if (message.startsWith('Unrecognized key')) return 'is no field of a manifest: take it out.';
  return `${message}.`;
}
