import { buffer } from 'node:stream/consumers';
import { apps as contract } from '@veche/contract';
import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { sha256 } from './bundle.ts';
import { readZip } from './zip.ts';

const manifest = JSON.stringify({
  app_id: 'hello',
  name: { ru: 'Привет', en: 'Hello' },
  version: { code: 1, name: '1.0' },
  kind: 'bundle',
});

interface Entry {
  readonly path: string;
  readonly text?: string;
  /** Unix kind and rights of the file. */
  readonly mode?: number;
}

async function zipOf(entries: readonly Entry[], before: readonly Entry[] = [{ path: 'app.json', text: manifest }]) {
  const zip = new ZipFile();
  for (const { path, text = path, mode } of [...before, ...entries])
    zip.addBuffer(Buffer.from(text), path, { ...(mode !== undefined && { mode }) });
  zip.end();
  return buffer(zip.outputStream);
}

/** A name that no packer writes, put in the place of another of the same length. */
async function renamed(path: string): Promise<Buffer> {
  const plain = 'x'.repeat(Buffer.byteLength(path));
  const zip = await zipOf([{ path: plain, text: 'content' }]);
  return Buffer.from(zip.toString('latin1').replaceAll(plain, Buffer.from(path).toString('latin1')), 'latin1');
}

const refused = (zip: Uint8Array, hashes?: Record<string, string>) =>
  readZip(zip, hashes).then(
    () => 'accepted',
    (error: { code: string; field?: string; message: string }) => `${error.code} ${error.field}: ${error.message}`,
  );

test('a zip gives the manifest and the files beside it', async () => {
  const zip = await zipOf([{ path: 'index.html' }, { path: 'assets/app.js', text: '1' }]);
  const { manifest: read, files } = await readZip(zip, {
    'index.html': sha256(Buffer.from('index.html')),
    'assets/app.js': sha256(Buffer.from('1')),
  });
  expect(read.app_id).toBe('hello');
  expect(files.map(({ path, content }) => [path, Buffer.from(content).toString()])).toEqual([
    ['index.html', 'index.html'],
    ['assets/app.js', '1'],
  ]);
});

test.each([
  '../up.js',
  'a/../../up.js',
  '/etc/passwd',
  'C:/windows.js',
  'a\\b.js',
  'a\0b.js',
  './a.js',
  'a//b.js',
  'да.js',
  'a b.js',
  'a%2e.js',
])('the entry %j is refused by its name', async (path) => {
  const said = await refused(await renamed(path));
  expect(said).toMatch(/^invalid_input zipBase64: /);
  const [shown = ''] = path.split(/[\\\0]/).filter((part) => part.length > 0);
  expect(said).toContain(shown);
});

test.each([
  ['a symbolic link', 0o120777],
  ['a device', 0o060644],
  ['a pipe', 0o010644],
])('%s is refused by its name', async (_what, mode) => {
  expect(await refused(await zipOf([{ path: 'link.js', mode }]))).toMatch(/^invalid_input zipBase64: .*"link\.js"/);
});

test('an encrypted entry is refused by its name', async () => {
  const zip = await zipOf([{ path: 'secret.js' }]);
  // General purpose bit 0 of both headers. Source: APPNOTE 6.3.10, section 4.4.4.
  for (const [signature, offset] of [
    ['PK\x03\x04', 6],
    ['PK\x01\x02', 8],
  ] as const) {
    const at = zip.lastIndexOf(signature, undefined, 'latin1');
    zip.writeUInt16LE(zip.readUInt16LE(at + offset) | 1, at + offset);
  }
  expect(await refused(zip)).toMatch(/^invalid_input zipBase64: .*"secret\.js" is encrypted/);
});

test('names that differ in case only, and the same name twice, are refused', async () => {
  for (const path of ['App.js', 'app.js'])
    expect(await refused(await zipOf([{ path: 'app.js' }, { path }]))).toMatch(/^invalid_input zipBase64: .*twice/);
});

test('a bomb is refused by what it says of itself, and one that lies as soon as it unpacks to more', async () => {
  const bomb = await zipOf([{ path: 'bomb.txt', text: '0'.repeat(contract.MAX_BUNDLE_BYTES * 4) }]);
  expect(bomb.length).toBeLessThan(contract.MAX_BUNDLE_BYTES / 100);
  expect(await refused(bomb)).toMatch(/^too_large zipBase64: /);
  const at = bomb.lastIndexOf('PK\x01\x02', undefined, 'latin1');
  // Uncompressed size in the central directory. Source: APPNOTE 6.3.10, section 4.3.12.
  bomb.writeUInt32LE(10, at + 24);
  expect(await refused(bomb)).toMatch(/^invalid_input zipBase64: .*"bomb\.txt" cannot be unpacked/);
});

test('too many files are refused before any is unpacked', async () => {
  const many = Array.from({ length: contract.MAX_BUNDLE_FILES + 1 }, (_, index) => ({
    path: `f${index}.txt`,
    text: '',
  }));
  expect(await refused(await zipOf(many))).toMatch(/^too_large zipBase64: /);
});

test.each([
  ['another content', { 'index.html': sha256(Buffer.from('other')) }, 'hashes.index.html'],
  ['a file that is not stated', {}, 'hashes.index.html'],
  [
    'a file that is missing',
    { 'index.html': sha256(Buffer.from('index.html')), 'app.js': sha256(Buffer.from('1')) },
    'hashes.app.js',
  ],
])('%s is refused by its name', async (_what, hashes, field) => {
  expect(await refused(await zipOf([{ path: 'index.html' }]), hashes)).toContain(`invalid_input ${field}: `);
});

test.each([
  ['no zip', Buffer.from('hello'), 'zipBase64'],
  ['no manifest', await zipOf([{ path: 'index.html' }], []), 'zipBase64'],
  ['a manifest that is no JSON', await zipOf([], [{ path: 'app.json', text: '{' }]), 'zipBase64'],
  ['a wrong manifest', await zipOf([], [{ path: 'app.json', text: '{"app_id":"Hello"}' }]), 'manifest.app_id'],
])('%s is refused by its field', async (_what, zip, field) => {
  expect(await refused(zip)).toContain(`invalid_input ${field}: `);
});
