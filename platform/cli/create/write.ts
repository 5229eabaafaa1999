import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Manifest } from '@veche/contract';
import { VecheStartError } from '@veche/server/start-error';
import { parseManifest } from '../publish/manifest.ts';
import type { Template } from './arguments.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const here = fileURLToPath(new URL('templates', import.meta.url));

/** What the files of a template call the app. */
const placeholder = { id: 'my-app', name: 'My app' };

/** Writes a new mini-app into a folder that is empty or not there. Throws VecheStartError with a line for each problem. */
export function writeApp(folder: string, template: Template, { id, name }: { id: string; name: string }): Manifest {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new VecheStartError(`${folder} is not empty: name a new folder.`);
  const files = { ...readFiles(join(here, 'shared')), ...readFiles(join(here, template)) };
  const stated = JSON.parse(files['app.json'] ?? '{}') as object;
  const manifest = { ...stated, app_id: id, name: { ru: name, en: name } };
  const checked = checkedOf(manifest);
  const written: Record<string, string> = {
    ...files,
    'app.json': asText(manifest),
    'index.html': (files['index.html'] ?? '').replaceAll(placeholder.name, escaped(name)),
    'README.md': (files['README.md'] ?? '').replaceAll(placeholder.id, id),
  };
  for (const [path, text] of Object.entries(written)) put(join(folder, path), text);
  // Paths of packages lead from where the folder really is.
  put(join(folder, 'package.json'), asText(packageOf(realpathSync(folder), template, id)));
  put(join(folder, '.gitignore'), 'node_modules\ndist\n');
  return checked;
}

function checkedOf(manifest: object): Manifest {
  try {
    return parseManifest(manifest);
  } catch (error) {
    if (!(error instanceof VecheStartError && error.message.includes('app_id:'))) throw error;
    throw new VecheStartError(`${error.message}\nGive another with --id.`, { cause: error });
  }
}

/**
 * Nothing of ours is on the npm registry: packages are links into this checkout, and with them what it is tested with.
 * Node is among them, so that the scripts run on it wherever an older one is installed.
 */
function packageOf(folder: string, template: Template, id: string): object {
  const link = (path: string): string => `file:${relative(folder, join(root, path))}`;
  const node = `node-linux-${process.arch}`;
  const modules = ['typescript', 'vite', 'vitest', ...(existsSync(join(root, 'node_modules', node)) ? [node] : [])];
  return {
    name: id,
    private: true,
    type: 'module',
    scripts: {
      dev: 'veche dev .',
      test: 'vitest run',
      types: 'tsc',
      build: 'vite build',
      release: 'vite build && veche publish .',
    },
    dependencies: {
      '@veche/mini-app-sdk': link('mini-app-sdk'),
      ...(template === 'lit' ? { lit: link('node_modules/lit') } : {}),
    },
    devDependencies: {
      '@veche/cli': link('platform/cli'),
      ...Object.fromEntries(modules.map((name) => [name, link(`node_modules/${name}`)])),
    },
  };
}

function readFiles(base: string): Record<string, string> {
  const entries = readdirSync(base, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(base, path), readFileSync(path, 'utf8')];
    }),
  );
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const asText = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
