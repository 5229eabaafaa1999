import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AccountId, Manifest, VecheError } from '@veche/contract';
import type { AppsDependencies } from './dependencies.ts';
import type { BundleFile } from './registry/bundle.ts';
import { type PublishDependencies, publishBundle } from './registry/publish.ts';

const samples = fileURLToPath(new URL('../../../sample-apps/', import.meta.url));

/**
 * Publishes the built sample apps of a development server under a demo developer, the way anyone's apps are
 * published. An app that was not built, or is refused, is left out with a warning.
 */
export async function ensureDemoApps(
  dependencies: PublishDependencies & Pick<AppsDependencies, 'log'>,
  ownerId: AccountId,
  folders: readonly string[] = ['hello-mini-app', 'hello-tma'],
): Promise<void> {
  for (const folder of folders) {
    try {
      const manifest = Manifest.parse(JSON.parse(await readFile(join(samples, folder, 'app.json'), 'utf8')));
      const files = await readFolder(join(samples, folder, 'dist'));
      await publishBundle(dependencies, ownerId, { manifest, files }, { as: 'live' });
    } catch (error) {
      // What is wrong with a sample is its developer's matter and no reason not to start.
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!isMissing && !(error instanceof VecheError)) throw error;
      const why = isMissing ? 'it has not been built' : (error as Error).message;
      dependencies.log.warn({ folder, why }, 'a sample app was left out');
    }
  }
}

async function readFolder(folder: string): Promise<BundleFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => ({ path: relative(folder, path).replaceAll(sep, '/'), content: await readFile(path) })),
  );
}
