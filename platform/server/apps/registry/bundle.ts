import { createHash } from 'node:crypto';
import { apps as contract, type Manifest, VecheError } from '@veche/contract';
import { contentTypeOf, servedKinds } from './content-types.ts';
import { checkIcons } from './icons.ts';

export interface BundleFile {
  readonly path: string;
  readonly content: Uint8Array;
}

export interface HashedFile extends BundleFile {
  readonly sha256: string;
  readonly contentType: string;
}

/** Hashes the files of a bundle, or refuses it with the field that is wrong. Paths have the contract's form. */
export function readBundle(manifest: Manifest, files: readonly BundleFile[]): HashedFile[] {
  const isBundle = manifest.kind === 'bundle';
  if (isBundle !== files.length > 0) {
    const why = isBundle ? 'A bundle has files.' : 'An app on a site of its own has no files with us.';
    throw new VecheError('invalid_input', why, { field: 'files' });
  }
  let size = 0;
  const seen = new Map<string, string>();
  const hashed = files.map((file, index) => {
    const { path, content } = file;
    size += content.byteLength;
    const refuse = (why: string): VecheError =>
      new VecheError('invalid_input', `${path}: ${why}.`, { field: `files.${index}.path` });
    const contentType = contentTypeOf(path);
    if (contentType === null) throw refuse(`files of this kind are not served, only ${servedKinds}`);
    // Ours are below `.veche`; the others are what version control and editors leave behind.
    if (path.split('/').some((part) => part.startsWith('.') && part !== '.well-known'))
      throw refuse('hidden names are not served');
    const twin = seen.get(path.toLowerCase());
    if (twin !== undefined) throw refuse(`the same name as ${twin}`);
    seen.set(path.toLowerCase(), path);
    return { ...file, contentType, sha256: sha256(content) };
  });
  if (files.length > contract.MAX_BUNDLE_FILES) throw tooLarge(`${contract.MAX_BUNDLE_FILES} files`);
  if (size > contract.MAX_BUNDLE_BYTES) throw tooLarge(`${contract.MAX_BUNDLE_BYTES} bytes`);
  for (const [index, page] of (manifest.pages ?? []).entries()) {
    if (!hashed.some(({ path }) => path === page))
      throw new VecheError('invalid_input', `The bundle has no page ${page}.`, { field: `manifest.pages.${index}` });
  }
  checkIcons(manifest, hashed);
  return hashed.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Hex sha256 over the canonical JSON of manifest and sorted files: whoever has both can compute it. */
export function releaseIdOf(manifest: Manifest, files: readonly Pick<HashedFile, 'path' | 'sha256'>[]): string {
  const list = files.map(({ path, sha256 }) => ({ path, sha256 })).sort((a, b) => (a.path < b.path ? -1 : 1));
  return sha256(Buffer.from(canonicalJson({ files: list, manifest })));
}

/** JSON with sorted keys and no spaces. Our manifests hold no fractions, so RFC 8785 needs no more. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`);
  return `{${pairs.join(',')}}`;
}

/**
 * Whether a name carries a content hash as bundlers write it (`index-DiwrgTda.js`). Browsers may keep such a file
 * for ever, so publishing refuses the same name with another content.
 */
export function isHashedName(path: string): boolean {
  const hash = /[-.]([A-Za-z0-9_-]{8,64})\.[a-z0-9]+$/.exec(path)?.[1];
  return hash !== undefined && (/\d/.test(hash) || (/[a-z]/.test(hash) && /[A-Z]/.test(hash)));
}

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function tooLarge(limit: string): VecheError {
  return new VecheError('too_large', `A bundle may have up to ${limit}.`, { field: 'files' });
}
