import { readFile } from 'node:fs/promises';
import { Manifest } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { image } from '../../../../tests/support/media-samples.ts';
import { drawIcon } from './draw.ts';
import { isLookAlike } from './look-alike.ts';
import { refuseLookAlike } from './official.ts';

const courthouse = '<path d="M10 22 24 12l14 10zM14 24v10M20 24v10M28 24v10M34 24v10M10 36h28"/>';
const ground = { fill: '#1a5fb4', pen: '#fff', scale: 1 };

function svg(drawing: string, { fill, pen, scale } = ground): string {
  const move = `translate(${24 - 24 * scale} ${24 - 24 * scale}) scale(${scale})`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" fill="${fill}"/>
    <g transform="${move}" fill="none" stroke="${pen}" stroke-width="3">${drawing}</g></svg>`;
}
const iconOf = (content: string | Uint8Array, src = 'icon.svg', sizes = 'any') => {
  const manifest = Manifest.parse({
    ...{ app_id: 'hello', name: { ru: 'Привет', en: 'Hello' }, version: { code: 1, name: '1.0' }, kind: 'bundle' },
    icons: [{ src, sizes }],
  });
  return drawIcon(manifest, [{ path: src, content: Buffer.from(content) }]);
};
const looksOf = async (content: string | Uint8Array) => (await iconOf(content))!.looks;

describe('an icon', () => {
  test.each([
    ['the same', svg(courthouse)],
    ['another shade', svg(courthouse, { ...ground, fill: '#2266bb' })],
    ['other colours', svg(courthouse, { ...ground, fill: '#26a269' })],
    ['a little larger', svg(courthouse, { ...ground, scale: 1.05 })],
  ])('of %s is taken for the first', async (_, other) => {
    expect(isLookAlike(await looksOf(svg(courthouse)), await looksOf(other))).toBe(true);
  });

  test.each([
    ['another drawing', svg('<circle cx="24" cy="24" r="12"/><path d="M24 16v8l6 4"/>')],
    ['a heart', svg('<path d="M24 36 12 24a8 8 0 0 1 12-10 8 8 0 0 1 12 10z"/>')],
    ['a plain ground', svg('')],
  ])('of %s is not', async (_, other) => {
    expect(isLookAlike(await looksOf(svg(courthouse)), await looksOf(other))).toBe(false);
    expect(isLookAlike(await looksOf(other), await looksOf(svg(courthouse)))).toBe(false);
  });

  test('of a plain ground is taken for no other plain ground', async () => {
    expect(isLookAlike(await looksOf(svg('')), await looksOf(svg('', { ...ground, fill: '#fff' })))).toBe(false);
  });

  test.each(['icon.svg', 'icon-full-512.png'])(
    'that is the one of Veche (%s) is refused by its place',
    async (name) => {
      const content = await readFile(new URL(`../../../../web-shell/public/${name}`, import.meta.url));
      const icon = await iconOf(content, name, name.endsWith('.svg') ? 'any' : '512x512');
      expect(() => refuseLookAlike(icon!, [])).toThrow(
        expect.objectContaining({ code: 'conflict', field: 'manifest.icons.0' }),
      );
      expect(refuseLookAlike((await iconOf(svg(courthouse)))!, [])).toBeUndefined();
    },
  );

  test('that cannot be drawn is refused by the field of its file', async () => {
    const broken = (await image('png', { width: 64, height: 64 })).subarray(0, 60);
    expect(await refusal(iconOf(broken, 'i.png', '64x64'))).toMatchObject({
      code: 'invalid_input',
      field: 'manifest.icons.0.src',
    });
  });
});
