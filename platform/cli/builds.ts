import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VecheStartError } from '@veche/server/start-error';

interface Workspace {
  readonly name: string;
  /** Relative to the root. */
  readonly folder: string;
  readonly dependencies: readonly string[];
}

/** Folders that are made from sources and say nothing about them. */
const DERIVED = new Set(['node_modules', 'dist', '.cache', 'coverage']);

/**
 * Builds the workspaces that have a `vite.config.ts` (the shell and the sample mini-apps) into their `dist`, skipping
 * those whose sources, and the sources of the workspaces they stand on, are as they were at the last build.
 */
export async function buildWhatChanged(options: {
  readonly root: string;
  readonly log: (line: string) => void;
}): Promise<void> {
  const { root, log } = options;
  const workspaces = readWorkspaces(root);
  const stamps = join(root, 'node_modules', '.cache', 'veche-builds');
  for (const workspace of workspaces) {
    const folder = join(root, workspace.folder);
    if (!existsSync(join(folder, 'vite.config.ts'))) continue;
    const hash = hashSources(root, workspace, workspaces);
    const stamp = join(stamps, workspace.name.replaceAll('/', '+'));
    if (existsSync(join(folder, 'dist')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) continue;
    log(`Building ${workspace.folder}`);
    await build(root, folder);
    mkdirSync(stamps, { recursive: true });
    writeFileSync(stamp, hash);
  }
}

async function build(root: string, folder: string): Promise<void> {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  if (code !== 0)
    throw new VecheStartError(`${folder} could not be built (vite ended with ${signal ?? code}): see its lines above.`);
}

/** One hash over everything a build reads: its own files, those of the workspaces below it, and the lockfile. */
export function hashSources(root: string, workspace: Workspace, workspaces: readonly Workspace[]): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const { folder } of [workspace, ...standsOn(workspace, workspaces)]) {
    for (const file of listFiles(join(root, folder))) {
      hash.update(`\0${file.slice(root.length)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

function standsOn(workspace: Workspace, workspaces: readonly Workspace[], seen = new Set<Workspace>()): Set<Workspace> {
  for (const below of workspaces.filter(({ name }) => workspace.dependencies.includes(name))) {
    if (seen.has(below)) continue;
    seen.add(below);
    standsOn(below, workspaces, seen);
  }
  return seen;
}

export function readWorkspaces(root: string): Workspace[] {
  const { workspaces } = readJson<{ workspaces: string[] }>(join(root, 'package.json'));
  return workspaces.map((folder) => {
    const manifest = readJson<{ name: string; dependencies?: object; devDependencies?: object }>(
      join(root, folder, 'package.json'),
    );
    const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    return { name: manifest.name, folder, dependencies };
  });
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !DERIVED.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? listFiles(path) : [path];
    });
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
