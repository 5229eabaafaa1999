import { readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { freePort } from '../../support/http.ts';
import { appBundle } from '../../support/app-bundle.ts';
import type { BenchContext } from '../bench.ts';
import { temporaryFolder } from '../database.ts';
import { startNode, stopNode } from '../veche/veche.ts';

export const APP = { slug: 'probe', name: 'Замер' } as const;

/** The app under measurement, built as a developer builds one. */
export async function buildProbeApp({ defer }: Pick<BenchContext, 'defer'>): Promise<string> {
  const folder = temporaryFolder(defer);
  await build({
    root: fileURLToPath(new URL('probe-app', import.meta.url)),
    configFile: false,
    logLevel: 'warn',
    cacheDir: join(folder, '.cache'),
    resolve: { conditions: ['source', 'module', 'browser', 'production'] },
    build: {
      emptyOutDir: true,
      outDir: join(folder, 'dist'),
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  });
  return join(folder, 'dist');
}

/** What `apps.publish` takes, from a folder. */
export function bundleOf(folder: string): ReturnType<typeof appBundle> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  return appBundle(APP.slug, files, { name: { ru: APP.name, en: APP.name } });
}

/** The same files behind a bare server, in a process of its own. */
export async function startBareServer(
  { defer }: Pick<BenchContext, 'defer'>,
  folder: string,
): Promise<{ port: number; pid: number }> {
  const child = startNode(new URL('bare-server.ts', import.meta.url));
  defer(() => stopNode(child));
  const port = await freePort();
  child.send({ port, folder });
  await once(child, 'message');
  return { port, pid: child.pid ?? 0 };
}
