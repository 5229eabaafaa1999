import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { VecheStartError } from '@veche/server/start-error';

export interface PublishArguments {
  readonly folder: string;
  /** Origin of the server. */
  readonly server: string;
  readonly percent: number | null;
  readonly isDraft: boolean;
  /** Whether the app is given another key for its launch data. */
  readonly isKeyNew: boolean;
}

const USAGE = 'Usage: npx --no veche publish DIR [--server URL] [--percent N] [--draft] [--new-launch-key]';
const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

/** Reads the command line of `veche publish`. Throws VecheStartError that names the argument. */
export function readArguments(given: readonly string[]): PublishArguments {
  const { values, positionals } = parsed(given);
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new VecheStartError(USAGE);
  const { percent, draft = false } = values;
  if (draft && percent !== undefined)
    throw new VecheStartError('--draft gives a release to nobody: leave out --percent.');
  return {
    folder: resolve(folder),
    server: originOf(values.server),
    percent: percent === undefined ? null : percentOf(percent),
    isDraft: draft,
    isKeyNew: values['new-launch-key'] ?? false,
  };
}

function parsed(given: readonly string[]) {
  const text = { type: 'string' } as const;
  const yes = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: { server: text, percent: text, draft: yes, 'new-launch-key': yes },
    });
  } catch (error) {
    throw new VecheStartError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

/** A token travels with each call, so only this machine is reached without encryption. */
function originOf(given = 'http://localhost:8080'): string {
  const url = URL.parse(given);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && LOCAL.includes(url.hostname))) return url.origin;
  throw new VecheStartError('--server must be an https address, or http://localhost with a port.');
}

function percentOf(given: string): number {
  const percent = Number(given);
  if (/^\d+$/.test(given) && percent >= 1 && percent <= 100) return percent;
  throw new VecheStartError('--percent must be a whole number, 1 to 100.');
}
