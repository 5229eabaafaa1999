import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endProgram, startProgram } from '../../programs.ts';
import { inherited } from '../environment.ts';
import type { BuilderNews } from './builder.ts';

const builder = fileURLToPath(new URL('builder.ts', import.meta.url));
/** Saving a file is told several times. */
const SETTLE_MS = 50;

export interface AppWatch {
  stop(): Promise<void>;
}

/**
 * Tells each time when a folder holds something new to publish: after a build where vite is set up, else when a file
 * changed.
 */
export function watchApp(
  folder: string,
  { onNew, onFailure }: { onNew: () => void; onFailure: (why: string) => void },
): AppWatch {
  const isBuilt = ['ts', 'mts', 'js', 'mjs'].some((ext) => existsSync(join(folder, `vite.config.${ext}`)));
  let stopped = false;
  const child = isBuilt ? startProgram(builder, { cwd: folder, env: inherited(process.env, []) }) : null;
  child?.on('message', (news: BuilderNews) => ('built' in news ? onNew() : onFailure(news.failed)));
  child?.once('exit', () => {
    if (!stopped) onFailure('The build ended: see above, put it right, and start veche dev again.');
  });

  let settling: NodeJS.Timeout | undefined;
  const below = { recursive: !isBuilt, ignore: ['**/node_modules/**', '**/.*', '**/.*/**'] };
  const watcher = watch(folder, below, (_event, name) => {
    if (isBuilt && name !== 'app.json') return;
    clearTimeout(settling);
    settling = setTimeout(onNew, SETTLE_MS);
  });
  watcher.on('error', (error) => onFailure(error.message));
  if (!isBuilt) onNew();

  return {
    stop: async () => {
      stopped = true;
      clearTimeout(settling);
      watcher.close();
      if (child !== null) await endProgram(child);
    },
  };
}
