import type { ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { dirname, extname } from 'node:path';
import { endProgram, startProgram } from '../programs.ts';

export interface BotProgram {
  /** How often it was started. */
  readonly starts: number;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Files that a program is made of; JSON is as often what it writes. */
const SOURCES = new Set(['.ts', '.mts', '.js', '.mjs']);
/** Saving a file is told several times. */
const SETTLE_MS = 150;

/** Runs the program of a bot, and anew when a source file in its folder, or below, changes. */
export function runBotProgram(options: {
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
  /** Told when it ends without having been asked to. */
  readonly onEnd: (how: string) => void;
  readonly onRestart: () => void;
}): BotProgram {
  const { file, env, onEnd, onRestart } = options;
  let starts = 0;
  let stopped = false;
  let child: ChildProcess | null = null;
  let changing = Promise.resolve();

  const start = (): void => {
    starts += 1;
    const own = startProgram(file, { cwd: process.cwd(), env });
    child = own;
    own.once('error', (error) => onEnd(error.message));
    own.once('exit', (code, signal) => {
      if (child === own) onEnd(String(signal ?? code));
    });
  };
  const end = async (): Promise<void> => {
    const ending = child;
    child = null;
    if (ending !== null) await endProgram(ending);
  };
  const restart = (): Promise<void> => {
    const restarted = changing.then(async () => {
      await end();
      if (stopped) return;
      onRestart();
      start();
    });
    // The next one does not fail with it.
    changing = restarted.catch(() => undefined);
    return restarted;
  };
  const failed = (error: Error) => onEnd(error.message);

  let settling: NodeJS.Timeout | undefined;
  const below = { recursive: true, ignore: ['**/node_modules', '**/node_modules/**', '**/.*', '**/.*/**'] };
  const watcher = watch(dirname(file), below, (_event, name) => {
    if (name === null || !SOURCES.has(extname(name))) return;
    clearTimeout(settling);
    settling = setTimeout(() => void restart().catch(failed), SETTLE_MS);
  });
  watcher.on('error', failed);
  start();

  return {
    get starts() {
      return starts;
    },
    restart,
    stop: async () => {
      stopped = true;
      clearTimeout(settling);
      watcher.close();
      await changing;
      await end();
    },
  };
}
