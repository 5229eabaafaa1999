import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { VecheStartError } from '@veche/server/start-error';

export interface DevArguments {
  /** The program of the bot; null: an app alone. */
  readonly file: string | null;
  /** The folder of an app; null: a bot alone. */
  readonly appFolder: string | null;
  readonly timeline: string | null;
  /** Ends after the timeline, or when an app was published once, without a page. */
  readonly once: boolean;
  /** 0 takes a free one. */
  readonly port: number;
  readonly panelPort: number;
  /** Variables of our environment that the program gets, too. */
  readonly env: readonly string[];
  /** With `once`: how long the program may take to call for the first time, by the real clock. */
  readonly withinSeconds: number;
}

const USAGE =
  'Usage: npx --no veche dev FILE|DIR [--timeline FILE [--once [--within SECONDS]]] [--env NAME]… [--port N] [--panel-port N]';

/** Reads the command line of `veche dev`. Throws VecheStartError that names the argument. */
export function readArguments(given: readonly string[]): DevArguments {
  const { values, positionals } = parsed(given);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new VecheStartError(USAGE);
  const { timeline, once = false, env = [], within } = values;
  const wanted = subjectOf(existing('FILE', file));
  if (once && timeline === undefined && wanted.appFolder === null)
    throw new VecheStartError('--once ends after the timeline: name one with --timeline.');
  if (within !== undefined && !once) throw new VecheStartError('--within is how long --once waits: give both.');
  return {
    ...wanted,
    timeline: timeline === undefined ? null : existing('--timeline', timeline),
    once,
    port: portOf('--port', values.port),
    panelPort: portOf('--panel-port', values['panel-port']),
    env: env.map(settled),
    withinSeconds: secondsOf('--within', within),
  };
}

function parsed(given: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        ...{ timeline: text, once: { type: 'boolean' }, within: text },
        ...{ env: { ...text, multiple: true }, port: text, 'panel-port': text },
      },
    });
  } catch (error) {
    throw new VecheStartError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

/** Where the bot of an app may be, in its folder. */
const BOT_FILES = ['bot.ts', 'bot.mts', 'bot.js', 'bot.mjs', 'bot/main.ts', 'bot/main.js'];

function subjectOf(path: string): Pick<DevArguments, 'file' | 'appFolder'> {
  if (!statSync(path).isDirectory()) return { file: path, appFolder: null };
  if (!existsSync(join(path, 'app.json')))
    throw new VecheStartError(`DIR: ${path} has no app.json: it holds no mini-app. For a bot, name its file.`);
  const bot = BOT_FILES.map((name) => join(path, name)).find((file) => existsSync(file));
  return { file: bot ?? null, appFolder: path };
}

function existing(argument: string, path: string): string {
  if (!existsSync(path)) throw new VecheStartError(`${argument}: there is no file ${path}.`);
  return resolve(path);
}

function settled(name: string): string {
  if (process.env[name] === undefined) throw new VecheStartError(`--env: there is no variable ${name}.`);
  return name;
}

function secondsOf(argument: string, given = '30'): number {
  const seconds = Number(given);
  if (/^\d+$/.test(given) && seconds >= 1 && seconds <= 3600) return seconds;
  throw new VecheStartError(`${argument} must be whole seconds, 1 to 3600.`);
}

function portOf(argument: string, given = '0'): number {
  const port = Number(given);
  if (/^\d+$/.test(given) && port <= 65_535) return port;
  throw new VecheStartError(`${argument} must be a port, 0 to 65535.`);
}
