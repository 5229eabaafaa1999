import { Manifest } from '@veche/contract';
import { expect, test } from 'vitest';
import { image } from '../../../../tests/support/media-samples.ts';
import { checkIcons } from './icons.ts';

const svg = (inner = '', attributes = '') =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"${attributes}>${inner}</svg>`);

function refused(src: string, sizes: string, content: Uint8Array | null): string {
  const manifest = Manifest.parse({
    app_id: 'hello',
    name: { ru: 'Привет', en: 'Hello' },
    version: { code: 1, name: '1.0' },
    kind: 'bundle',
    icons: [{ src, sizes }],
  });
  try {
    checkIcons(manifest, content === null ? [] : [{ path: src, content }]);
    return 'accepted';
  } catch (error) {
    const { code, field } = error as { code: string; field?: string };
    return `${code} ${field}`;
  }
}

test('a square PNG of the stated size and a plain SVG are accepted', async () => {
  expect(refused('i.png', '192x192', await image('png', { width: 192, height: 192 }))).toBe('accepted');
  const gradient = '<defs><linearGradient id="a"/></defs><path d="M0 0h9" fill="url(#a)"/>';
  expect(refused('i.svg', 'any', svg(gradient))).toBe('accepted');
});

test.each([
  ['no file', 'i.png', '48x48', null, 'src'],
  ['no picture', 'i.png', '48x48', Buffer.from('x'), 'src'],
  ['a photo under the name of a PNG', 'i.png', '64x64', await image('jpeg', { width: 64, height: 64 }), 'src'],
  ['a PNG that is not square', 'i.png', '64x64', await image('png', { width: 64, height: 48 }), 'src'],
  ['a PNG too small', 'i.png', '16x16', await image('png', { width: 16, height: 16 }), 'src'],
  ['a PNG of another size', 'i.png', '192x192', await image('png', { width: 64, height: 64 }), 'sizes'],
  ['an SVG with pixels', 'i.svg', '64x64', svg(), 'sizes'],
  ['a text under the name of an SVG', 'i.svg', 'any', Buffer.from('<html></html>'), 'src'],
  ['a script', 'i.svg', 'any', svg('<script>alert(1)</script>'), 'src'],
  ['a script by another prefix', 'i.svg', 'any', svg('<s:script xmlns:s="http://www.w3.org/2000/svg"/>'), 'src'],
  [
    'another encoding, in which a script is no script',
    'i.svg',
    'any',
    Buffer.concat([Buffer.from('\ufeff<script/>', 'utf16le'), svg()]),
    'src',
  ],
  ['an event', 'i.svg', 'any', svg('', ' onload="alert(1)"'), 'src'],
  ['a page within', 'i.svg', 'any', svg('<foreignObject/>'), 'src'],
  ['a picture of another host', 'i.svg', 'any', svg('<path fill="url(https://example.org/a)"/>'), 'src'],
  ['a reference to the outside', 'i.svg', 'any', svg('<path xlink:href="https://example.org/a"/>'), 'src'],
  ['an entity', 'i.svg', 'any', Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg></svg>'), 'src'],
])('%s is refused by its field', (_what, src, sizes, content, part) => {
  expect(refused(src, sizes, content)).toBe(`invalid_input manifest.icons.0.${part}`);
});
