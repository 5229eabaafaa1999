import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runBotProgram } from './bot-program.ts';

const SEEN = { timeout: 30_000 };

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'veche-bot-program-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function run(folder: string, onRestart = (): void => undefined) {
  const file = join(folder, 'bot.mjs');
  writeFileSync(file, 'setInterval(() => undefined, 1000);');
  const program = runBotProgram({ file, env: { PATH: process.env['PATH'] }, onEnd: () => undefined, onRestart });
  onTestFinished(() => program.stop());
  return program;
}

test('it starts anew for a source file below its folder, not for data and packages', async () => {
  const folder = makeFolder();
  for (const below of ['parts', 'node_modules']) mkdirSync(join(folder, below));
  const program = run(folder);
  const { starts } = program;
  writeFileSync(join(folder, 'state.json'), '{}');
  writeFileSync(join(folder, 'node_modules', 'package.js'), '');
  // Longer than a change takes to settle: were one of these heard, it would be counted apart from what follows.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(program.starts).toBe(starts);
  writeFileSync(join(folder, 'parts', 'menu.ts'), '');
  await expect.poll(() => program.starts, SEEN).toBe(starts + 1);
});

test('a restart that failed does not fail those after it', async () => {
  let times = 0;
  const program = run(makeFolder(), () => {
    times += 1;
    if (times === 1) throw new Error('not now');
  });
  await expect(program.restart()).rejects.toThrow('not now');
  await program.restart();
  expect(program.starts).toBe(2);
});
