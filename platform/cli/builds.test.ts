import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { hashSources, readWorkspaces } from './builds.ts';

const root = mkdtempSync(join(tmpdir(), 'veche builds '));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function shellHash(): string {
  const workspaces = readWorkspaces(root);
  const shell = workspaces.find(({ name }) => name === 'shell');
  if (!shell) throw new Error('the shell is missing');
  return hashSources(root, shell, workspaces);
}

test('a build is old when its own sources or those it stands on change, and only then', () => {
  write('package-lock.json', '{}');
  write('package.json', JSON.stringify({ workspaces: ['shell', 'contract', 'server'] }));
  write('shell/package.json', JSON.stringify({ name: 'shell', dependencies: { contract: '1' } }));
  write('shell/src/main.ts', 'export const a = 1;');
  write('contract/package.json', JSON.stringify({ name: 'contract' }));
  write('server/package.json', JSON.stringify({ name: 'server', dependencies: { contract: '1' } }));
  const before = shellHash();

  write('server/app.ts', 'export const server = 1;');
  write('shell/dist/index.js', 'built');
  expect(shellHash()).toBe(before);

  write('contract/index.ts', 'export const contract = 1;');
  const afterContract = shellHash();
  expect(afterContract).not.toBe(before);

  cpSync(join(root, 'shell/src/main.ts'), join(root, 'shell/src/copy.ts'));
  expect(shellHash()).not.toBe(afterContract);
});
