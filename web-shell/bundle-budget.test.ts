import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { beforeAll, expect, test, vi } from 'vitest';

const kib = 1024;
let files: readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[] = [];

beforeAll(async () => {
  // As it is built for people: libraries bring more with them for those who develop.
  vi.stubEnv('NODE_ENV', 'production');
  const built = await build({
    configFile: fileURLToPath(new URL('./vite.config.ts', import.meta.url)),
    logLevel: 'error',
    build: { write: false },
  });
  files = (built as Rolldown.RolldownOutput).output;
}, 60_000);

const weigh = (content: string | Uint8Array) => gzipSync(content, { level: 9 }).length;
const chunkOf = (name: string) =>
  files.find((file): file is Rolldown.OutputChunk => file.type === 'chunk' && file.fileName === name);

const page = () => String((files.find((file) => file.fileName === 'index.html') as Rolldown.OutputAsset).source);

/** What the page names, and all it imports before anything shows. */
function firstLoad(): Rolldown.OutputChunk[] {
  const reached = new Set<Rolldown.OutputChunk>();
  const follow = (chunk: Rolldown.OutputChunk | undefined) => {
    if (chunk === undefined || reached.has(chunk)) return;
    reached.add(chunk);
    chunk.imports.forEach((name) => follow(chunkOf(name)));
  };
  for (const [, name] of page().matchAll(/<script type="module"[^>]*\ssrc="\/([^"]+)"/g)) follow(chunkOf(name ?? ''));
  expect(reached.size).toBeGreaterThan(0);
  return [...reached];
}

test('the first load weighs at most 75 KiB of JavaScript, gzipped, with the sync worker', () => {
  const code = firstLoad().reduce((sum, chunk) => sum + weigh(chunk.code), 0);
  const worker = files.find((file) => file.fileName.startsWith('assets/worker'));
  expect(worker).toBeDefined();
  const workerWeight = weigh(worker!.type === 'chunk' ? worker!.code : worker!.source);
  console.info(`first load: page ${(code / kib).toFixed(1)} KiB, worker ${(workerWeight / kib).toFixed(1)} KiB`);
  expect(code + workerWeight).toBeLessThanOrEqual(75 * kib);
});

test('the first load weighs at most 12 KiB of CSS, gzipped', () => {
  const [styles] = [...page().matchAll(/<style>(.*?)<\/style>/gs)].map(([, text]) => text!);
  expect(styles).toContain('--paper');
  expect(weigh(styles!)).toBeLessThanOrEqual(12 * kib);
  expect(files.filter(({ fileName }) => fileName.endsWith('.css'))).toEqual([]);
});

test('rarely opened parts are loaded when opened', () => {
  const first = firstLoad().flatMap(({ moduleIds }) => moduleIds);
  for (const part of [
    'sign-in/',
    'settings/',
    'chat-info/',
    'chat/rich/',
    'chat/emoji/',
    'emojibase-data',
    'features/calls/',
    'join/',
    'uqr/',
    'mini-app/',
    'new-chat/',
    'apps/',
    'privacy/',
    'blocked/',
    'contacts/',
    'reports/',
    'moderation/',
    'limits/',
    'features/bots/',
    'archives/',
    'tus-js-client',
    'i18n/en',
    'i18n/ru-pages',
  ]) {
    expect(
      first.some((id) => id.includes(part)),
      part,
    ).toBe(false);
  }
});

test('no schemas travel to the page', () => {
  const all = files.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter((id) => id.includes('/zod/'))).toEqual([]);
});

test('the page holds one script and one sheet of its own, and nothing needs eval', () => {
  expect(page().match(/<script(?![^>]*\ssrc=)[^>]*>/g)).toEqual(['<script>']);
  expect(page().match(/<style[^>]*>/g)).toEqual(['<style>']);
  expect(page()).not.toMatch(/\sstyle=|\son\w+=/);
  for (const file of files)
    if (file.type === 'chunk') expect(file.code, file.fileName).not.toMatch(/\beval\(|new Function\(/);
});
