import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { takeFolderLock } from './folder-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'veche lock '));
const path = join(folder, 'lock');
afterEach(() => rmSync(path, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

function take() {
  const taken = takeFolderLock(path);
  if ('heldBy' in taken) throw new Error(`held by ${taken.heldBy}`);
  return taken;
}

test('a held lock names its holder, and a released one can be taken', () => {
  const lock = take();
  expect(takeFolderLock(path)).toEqual({ heldBy: process.pid });
  lock.release();
  expect(existsSync(path)).toBe(false);
  take().release();
});

test('the lock of a process that is gone is taken over', () => {
  const gone = spawnSync('/bin/sh', ['-c', 'echo $$']).stdout.toString().trim();
  take();
  writeFileSync(path, readFileSync(path, 'utf8').replace(`"pid":${process.pid}`, `"pid":${gone}`));
  take().release();
});

test('a later process with the same number does not keep the lock', () => {
  take();
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"startedAtTicks":"\d+"/, '"startedAtTicks":"1"'));
  take().release();
});

test('a damaged lock is taken over, and nothing is left beside it', () => {
  writeFileSync(path, 'half a li');
  take().release();
  expect(readdirSync(folder)).toEqual([]);
});

test('a released lock is not taken from whoever has it now', () => {
  const lock = take();
  writeFileSync(path, '{"pid":1}');
  lock.release();
  expect(existsSync(path)).toBe(true);
});
