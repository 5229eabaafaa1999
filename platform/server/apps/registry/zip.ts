import { buffer } from 'node:stream/consumers';
import { apps as contract, BundlePath, invalidInput, Manifest, VecheError } from '@veche/contract';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { type BundleFile, sha256 } from './bundle.ts';

const MANIFEST_PATH = 'app.json';
const MAX_MANIFEST_BYTES = 256 * 1024;

/** Kinds of Unix files in the upper half of the external attributes; zero where another system packed. */
const [KIND, REGULAR, FOLDER] = [0o170000, 0o100000, 0o040000];

/** Reads an app from a zip in memory. Whatever could be more than plain files is refused by the name of its entry. */
export async function readZip(
  content: Uint8Array,
  hashes?: Readonly<Record<string, string>>,
): Promise<{ manifest: Manifest; files: BundleFile[] }> {
  const zip = await fromBufferPromise(Buffer.from(content), { lazyEntries: true, strictFileNames: true }).catch(
    unreadable,
  );
  try {
    const read = await readEntries(zip);
    const manifest = read.get(MANIFEST_PATH);
    if (manifest === undefined) throw refuse('the zip has no app.json at its root');
    read.delete(MANIFEST_PATH);
    if (hashes !== undefined) compare(read, hashes);
    return { manifest: parseManifest(manifest), files: [...read].map(([path, content]) => ({ path, content })) };
  } finally {
    zip.close();
  }
}

async function readEntries(zip: ZipFile): Promise<Map<string, Buffer>> {
  const entries = new Map<string, Entry>();
  const names = new Set<string>();
  let size = 0;
  // Folders are entries as well.
  if (zip.entryCount > 2 * contract.MAX_BUNDLE_FILES) throw tooLarge(`${contract.MAX_BUNDLE_FILES} files`);
  try {
    for await (const entry of zip.eachEntry()) {
      const name = checkEntry(entry);
      if (name === null) continue;
      if (names.has(name.toLowerCase())) throw refuse(`${JSON.stringify(name)} stands in it twice`);
      names.add(name.toLowerCase());
      entries.set(name, entry);
      size += entry.uncompressedSize;
      if (size > contract.MAX_BUNDLE_BYTES + MAX_MANIFEST_BYTES) throw tooLarge(`${contract.MAX_BUNDLE_BYTES} bytes`);
      if (entries.size > contract.MAX_BUNDLE_FILES + 1) throw tooLarge(`${contract.MAX_BUNDLE_FILES} files`);
    }
  } catch (error) {
    unreadable(error);
  }
  const read = new Map<string, Buffer>();
  for (const [name, entry] of entries) {
    // The reader ends a stream that has more bytes than its entry says, so that no bomb unpacks.
    const stream = await zip.openReadStreamPromise(entry).catch((error: unknown) => damaged(name, error));
    read.set(name, await buffer(stream).catch((error: unknown) => damaged(name, error)));
  }
  return read;
}

/** The path of a file, null for a folder. */
function checkEntry(entry: Entry): string | null {
  const { fileName } = entry;
  const shown = JSON.stringify(fileName);
  const kind = (entry.externalFileAttributes >>> 16) & KIND;
  if (kind !== 0 && kind !== REGULAR && kind !== FOLDER) throw refuse(`${shown} is a link or a device`);
  if (entry.isEncrypted()) throw refuse(`${shown} is encrypted`);
  const isFolder = fileName.endsWith('/');
  if (!BundlePath.safeParse(isFolder ? fileName.slice(0, -1) : fileName).success)
    throw refuse(`${shown} is no plain relative path`);
  return isFolder ? null : fileName;
}

function compare(files: ReadonlyMap<string, Buffer>, hashes: Readonly<Record<string, string>>): void {
  for (const [path, content] of files) {
    if (!Object.hasOwn(hashes, path)) throw refuse(`${path} is not among the stated hashes`, `hashes.${path}`);
    if (sha256(content) !== hashes[path]) throw refuse(`${path} has another content than its hash`, `hashes.${path}`);
  }
  const missing = Object.keys(hashes).find((path) => !files.has(path));
  if (missing !== undefined) throw refuse(`${missing} is not in it`, `hashes.${missing}`);
}

function parseManifest(content: Buffer): Manifest {
  if (content.byteLength > MAX_MANIFEST_BYTES) throw refuse(`app.json has more than ${MAX_MANIFEST_BYTES} bytes`);
  let json: unknown;
  try {
    json = JSON.parse(content.toString('utf8'));
  } catch {
    throw refuse('app.json is no JSON');
  }
  const parsed = Manifest.safeParse(json);
  if (parsed.success) return parsed.data;
  const { message, field, issues = [] } = invalidInput(parsed.error);
  throw new VecheError('invalid_input', message, {
    field: `manifest.${field}`,
    issues: issues.map((issue) => ({ ...issue, field: `manifest.${issue.field}` })),
  });
}

function unreadable(error: unknown): never {
  if (error instanceof VecheError) throw error;
  // The reader's own words name the entry: absolute, climbing, with backslashes.
  throw refuse(error instanceof Error ? error.message : 'it cannot be read');
}

function damaged(name: string, error: unknown): never {
  throw refuse(`${JSON.stringify(name)} cannot be unpacked (${error instanceof Error ? error.message : 'damaged'})`);
}

function refuse(why: string, field = 'zipBase64'): VecheError {
  return new VecheError('invalid_input', `The zip: ${why}.`, { field });
}

function tooLarge(limit: string): VecheError {
  return new VecheError('too_large', `A bundle may have up to ${limit}.`, { field: 'zipBase64' });
}
