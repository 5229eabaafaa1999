import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { VecheStartError } from '@veche/server/start-error';

/** A file of ours in the person's home. */
export function privatePath(name: string): string {
  return join(homedir(), '.config', 'veche', name);
}

/** The text of a secret file, or null when there is none. Throws VecheStartError when others may read it. */
export function readPrivate(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if ((stat.mode & 0o077) !== 0)
    throw new VecheStartError(`Others may read ${path}: run chmod 600 on it, and publish again.`);
  return readFileSync(path, 'utf8');
}

export function makeFolderOf(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
}
