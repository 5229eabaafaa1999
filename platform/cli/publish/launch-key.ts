import { rmSync, writeFileSync } from 'node:fs';
import type { Release } from '@veche/contract';
import { makeFolderOf, privatePath } from './private-file.ts';

/** Keeps the key that an app was just given, in place of the one before, and answers its file. */
export function keepLaunchKey({ app, appId }: Release, token: string): string {
  const path = privatePath(`launch-key-${app}-${appId}`);
  makeFolderOf(path);
  rmSync(path, { force: true });
  writeFileSync(path, `${token}\n`, { flag: 'wx', mode: 0o600 });
  return path;
}
