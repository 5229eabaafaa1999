import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

/** Names of the elements that the sources below a folder define. */
function elementsOf(folder: string): string[] {
  const files = readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /(?<!\.test)\.ts$/.test(file))
    .flatMap((file) => [...read(`${folder}/${file}`).matchAll(/customElements\.define\('([\w-]+)'/g)])
    .map(([, name]) => name!);
}

const kit = elementsOf('mini-app-sdk/src/ui');
const page = read('docs/ui-kit.md');

test('no element has the name of one of the shell', () => {
  const shells = elementsOf('web-shell/src');
  expect(shells.length).toBeGreaterThan(50);
  expect(kit.filter((name) => shells.includes(name))).toEqual([]);
});

test('every element is exported under its name and stands in the docs', () => {
  const { exports } = JSON.parse(read('mini-app-sdk/package.json')) as { exports: object };
  const elements = Object.keys(exports).filter((door) => door.startsWith('./ui/') && door !== './ui/page');
  expect(elements.sort()).toEqual(kit.map((name) => name.replace('veche-', './ui/')).sort());
  for (const name of kit) expect(page).toContain(`\`<${name}>\``);
});

test('the example in the docs is the sample app, letter by letter', () => {
  expect(/```ts\n(.*?)```/s.exec(page)?.[1]).toBe(read('sample-apps/capabilities/ui-kit/main.ts'));
});
