import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apps as contract, BundlePath, type Manifest, VecheError } from '@veche/contract';
import { type HashedFile, readBundle } from '@veche/server/bundle';
import { VecheStartError } from '@veche/server/start-error';
import { readManifest } from './manifest.ts';

export interface Bundle {
  readonly manifest: Manifest;
  readonly files: readonly HashedFile[];
}

/**
 * Reads what a folder would publish: `app.json`, and for a bundle the files of `dist` or, without one, of the folder
 * itself. Throws VecheStartError with a line for each problem.
 */
export function readFolder(folder: string): Bundle {
  const manifest = readManifest(join(folder, 'app.json'));
  // What else lies there belongs to the site.
  if (manifest.kind === 'url') return { manifest, files: [] };
  const hasDist = lstatSync(join(folder, 'dist'), { throwIfNoEntry: false }) !== undefined;
  const paths = listFiles(hasDist ? join(folder, 'dist') : folder).filter((path) => hasDist || path !== 'app.json');
  const base = hasDist ? join(folder, 'dist') : folder;
  refuseTooMuch(base, paths);
  const files = paths.map((path) => ({ path, content: readFileSync(join(base, path)) }));
  try {
    return { manifest, files: readBundle(manifest, files) };
  } catch (error) {
    if (!(error instanceof VecheError)) throw error;
    const hint = hasDist ? '' : '\nThere is no folder dist: where the app is built, build it first.';
    throw new VecheStartError(error.message + hint, { cause: error });
  }
}

/** Paths below a folder, which holds nothing that may not be published. */
function listFiles(base: string): string[] {
  const refused: string[] = [];
  const paths: string[] = [];
  const look = (below: string): void => {
    for (const entry of readdirSync(join(base, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      const why = refusalOf(path, entry);
      if (why !== null) refused.push(`${path}: ${why}.`);
      else if (entry.isDirectory()) look(path);
      else paths.push(path);
    }
  };
  if (!lstatSync(base).isDirectory()) throw new VecheStartError(`${base} must be a folder, and no link to one.`);
  look('');
  if (refused.length > 0) throw new VecheStartError(refused.join('\n'));
  return paths;
}

function refusalOf(
  path: string,
  entry: { readonly name: string; isSymbolicLink(): boolean; isDirectory(): boolean; isFile(): boolean },
): string | null {
  if (entry.isSymbolicLink()) return 'is a link: put the file itself in its place';
  if (entry.name.startsWith('.') && entry.name !== '.well-known')
    return 'hidden names are not published: build into dist, or take it out';
  if (entry.name === 'node_modules') return 'packages are not published: build into dist';
  if (entry.isDirectory()) return null;
  if (!entry.isFile()) return 'is no file: take it out';
  const { error } = BundlePath.safeParse(path);
  return error === undefined ? null : 'must be named by Latin letters, digits and @ + . _ - alone, up to 200 in all';
}

/** Before anything is read into memory. */
function refuseTooMuch(base: string, paths: readonly string[]): void {
  const { MAX_BUNDLE_BYTES, MAX_BUNDLE_FILES } = contract;
  const size = paths.reduce((sum, path) => sum + lstatSync(join(base, path)).size, 0);
  if (paths.length === 0) throw new VecheStartError(`${base} has no files to publish: build the app first.`);
  if (paths.length > MAX_BUNDLE_FILES)
    throw new VecheStartError(`${base} has ${paths.length} files, and a bundle up to ${MAX_BUNDLE_FILES}.`);
  if (size > MAX_BUNDLE_BYTES)
    throw new VecheStartError(`${base} has ${size} bytes, and a bundle up to ${MAX_BUNDLE_BYTES}.`);
}
