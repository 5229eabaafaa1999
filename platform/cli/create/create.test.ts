import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readArguments, type Template } from './arguments.ts';
import { writeApp } from './write.ts';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'veche create '));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test.each<Template>(['vanilla', 'lit'])('the files of %s have the name and the id of the app', (template) => {
  const folder = join(makeFolder(), 'app');
  const manifest = writeApp(folder, template, { id: 'trees', name: 'Лес & <Ко>' });
  expect(manifest).toMatchObject({ app_id: 'trees', name: { ru: 'Лес & <Ко>', en: 'Лес & <Ко>' } });
  expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain('<title>Лес &amp; &lt;Ко></title>');
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toMatch(/^# trees\n/);
});

test.each([
  [
    { id: 'Мой Лес', name: 'Лес' },
    /^app\.json: app_id: must be 3 to 32 .*, the first a letter\.\nGive another with --id\.$/,
  ],
  [{ id: 'trees', name: '' }, /^app\.json: name\.ru: Too small/],
])('%j is refused in the words of the manifest, and nothing is written', (answers, sentence) => {
  const folder = makeFolder();
  expect(() => writeApp(folder, 'vanilla', answers)).toThrow(
    expect.objectContaining({ name: 'VecheStartError', message: expect.stringMatching(sentence) }),
  );
  expect(() => writeApp(folder, 'vanilla', { id: 'trees', name: 'Лес' })).not.toThrow();
});

test('a folder that holds something is left alone', () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'mine.txt'), '');
  expect(() => writeApp(folder, 'lit', { id: 'trees', name: 'Лес' })).toThrow(`${folder} is not empty`);
});

test('arguments are read, and a wrong one is named', () => {
  expect(readArguments(['/tmp/trees', '--template', 'lit', '--name', 'Лес'])).toEqual({
    ...{ folder: '/tmp/trees', template: 'lit', name: 'Лес', id: undefined, offered: 'trees' },
  });
  expect(() => readArguments([])).toThrow(/^Usage: npx --no veche create DIR/);
  expect(() => readArguments(['a', '--template', 'react'])).toThrow('--template must be one of vanilla, lit.');
});
