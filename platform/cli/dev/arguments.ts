import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { VecheStartError } from '@veche/server/start-error';

export interface DevArguments {
  /** The program of the bot. */
  readonly file: string;
  readonly timeline: string | null;
  /** Ends after the timeline, without a page. */
  readonly once: boolean;
  /** 0 takes a free one. */
  readonly port: number;
  readonly panelPort: number;
}

const USAGE = 'Usage: npx veche dev FILE [--timeline FILE [--once]] [--port N] [--panel-port N]';

/** Reads the command line of `veche dev`. Throws VecheStartError that names the argument. */
export function readArguments(given: readonly string[]): DevArguments {
  const { values, positionals } = parsed(given);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new VecheStartError(USAGE);
  const { timeline, once = false } = values;
  if (once && timeline === undefined)
    throw new VecheStartError('--once ends after the timeline: name one with --timeline.');
  return {
    file: existing('FILE', file),
    timeline: timeline === undefined ? null : existing('--timeline', timeline),
    once,
    port: portOf('--port', values.port),
    panelPort: portOf('--panel-port', values['panel-port']),
  };
}

function parsed(given: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: { timeline: text, once: { type: 'boolean' }, port: text, 'panel-port': text },
    });
  } catch (error) {
    throw new VecheStartError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

function existing(argument: string, path: string): string {
  if (!existsSync(path)) throw new VecheStartError(`${argument}: there is no file ${path}.`);
  return resolve(path);
}

function portOf(argument: string, given = '0'): number {
  const port = Number(given);
  if (/^\d+$/.test(given) && port <= 65_535) return port;
  throw new VecheStartError(`${argument} must be a port, 0 to 65535.`);
}
