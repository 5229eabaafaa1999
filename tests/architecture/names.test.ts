import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ROOMS = ['platform', 'mini-app-sdk', 'bot-sdk', 'sample-apps', 'web-shell', 'tests', 'docs'];
const DERIVED = new Set(['node_modules', 'dist', 'screenshots']);
/** Words in kebab-case, with further endings after dots; tools and readers expect the names in capitals. */
const KEBAB_CASE = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const MIGRATION = /^\d{4}_?[a-z0-9_-]+\.sql$/;
const KNOWN = new Set(['README.md', 'LICENSE', 'CHANGELOG.md']);

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !DERIVED.has(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)]));
}

test('files are named in kebab-case', () => {
  const files = ROOMS.flatMap((room) => listFiles(join(root, room)));
  expect(files.length).toBeGreaterThan(50);
  const strange = files.filter((file) => {
    const name = basename(file);
    return !KEBAB_CASE.test(name) && !MIGRATION.test(name) && !KNOWN.has(name);
  });
  expect(strange.map((file) => file.slice(root.length))).toEqual([]);
});
