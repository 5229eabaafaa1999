import { apps as contract, Manifest } from '@veche/contract';
import { expect, test } from 'vitest';
import { canonicalJson, isHashedName, readBundle, releaseIdOf } from './bundle.ts';

const manifest = Manifest.parse({
  app_id: 'hello',
  name: { ru: 'Привет', en: 'Hello' },
  version: { code: 1, name: '1.0' },
  kind: 'bundle',
});
const file = (path: string, text = path) => ({ path, content: Buffer.from(text) });
const index = file('index.html', '<!doctype html>');

function refusedField(files: { path: string; content: Uint8Array }[], pages = ['index.html']) {
  try {
    readBundle({ ...manifest, pages }, files);
  } catch (error) {
    const { code, field } = error as { code: string; field?: string };
    return `${code} ${field}`;
  }
  return 'accepted';
}

// Computed by another program over the same texts.
const INDEX_SHA256 = 'fe26c59e91ac8de694b2531dc3bdc1b7faf471d3d7e4e00870af60f5f22897cb';
const RELEASE_ID = 'a18df3c4e460e56f37f8c22969ea57290c9d7cf15c570ade7351c75af2be8294';

test('files get their hash and their kind', () => {
  expect(readBundle(manifest, [index])).toMatchObject([
    { path: 'index.html', contentType: 'text/html; charset=utf-8', sha256: INDEX_SHA256 },
  ]);
});

test('the release id is the hash of the canonical manifest and file list', () => {
  expect(releaseIdOf(manifest, readBundle(manifest, [index]))).toBe(RELEASE_ID);
});

test('the release id does not depend on the order of keys or files, and depends on every content', () => {
  const files = [index, file('app.js'), file('app.css')];
  const id = (bundle: typeof files) => releaseIdOf(manifest, readBundle(manifest, bundle));
  expect(id(files.toReversed())).toBe(id(files));
  expect(id([index, file('app.js', 'changed'), file('app.css')])).not.toBe(id(files));
  const renamed = { ...manifest, name: { ru: 'Привет', en: 'Hi' } };
  expect(releaseIdOf(renamed, readBundle(manifest, files))).not.toBe(id(files));
});

test('canonical JSON sorts keys at every depth', () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined }], a: 'я' })).toBe('{"a":"я","b":[{"d":1}]}');
});

test.each([
  ['a file of an unknown kind', [index, file('run.exe')], 'invalid_input files.1.path'],
  ['a file without extension', [index, file('LICENSE')], 'invalid_input files.1.path'],
  ['a hidden file', [index, file('.env.txt')], 'invalid_input files.1.path'],
  ['a file in our own folder', [index, file('.veche/shim.js')], 'invalid_input files.1.path'],
  ['two names that differ in case only', [index, file('Index.html')], 'invalid_input files.1.path'],
  ['a bundle without its first page', [file('other.html')], 'invalid_input manifest.pages.0'],
  ['one byte too many', [index, file('big.txt', 'x'.repeat(contract.MAX_BUNDLE_BYTES - 14))], 'too_large files'],
])('%s is refused', (_what, files, refusal) => {
  expect(refusedField(files)).toBe(refusal);
});

test('a bundle of the largest size and a well-known folder are accepted', () => {
  expect(refusedField([index, file('big.txt', 'x'.repeat(contract.MAX_BUNDLE_BYTES - 15))])).toBe('accepted');
  expect(refusedField([index, file('.well-known/app.json')])).toBe('accepted');
});

test('every page of the manifest must be in the bundle', () => {
  expect(refusedField([index], ['index.html', 'help.html'])).toBe('invalid_input manifest.pages.1');
  expect(refusedField([index, file('help.html')], ['index.html', 'help.html'])).toBe('accepted');
});

test.each(['../a.js', '/a.js', 'a//b.js', './a.js', 'a/../b.js', 'a\\b.js', 'a%2e.js', 'a.js\0', 'а.js', '', 'a/'])(
  'the path %j is refused by the contract',
  (path) => {
    expect(contract.BundleFile.safeParse({ path, contentBase64: '' }).success).toBe(false);
  },
);

test('names with a content hash are told from plain ones', () => {
  for (const path of ['assets/index-DiwrgTda.js', 'a.5f3d9c1e.css', 'assets/Onest-B1pQ2c_d.woff2']) {
    expect(isHashedName(path), path).toBe(true);
  }
  for (const path of ['index.html', 'photo-holidays.jpg', 'app.js', 'main-page.css']) {
    expect(isHashedName(path), path).toBe(false);
  }
});
