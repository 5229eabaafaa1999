import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = 'lighthouse@13.5.0';

/** Beside the other caches: heavy, and no dependency of anything. */
export const LIGHTHOUSE_FOLDER = fileURLToPath(
  new URL('../../../node_modules/.cache/bench-lighthouse', import.meta.url),
);

/** Installs Lighthouse from the npm registry into a folder of its own. Answers whether it is there. */
export function installLighthouse(say: (line: string) => void): boolean {
  mkdirSync(LIGHTHOUSE_FOLDER, { recursive: true });
  const npm = ['install', '--prefix', LIGHTHOUSE_FOLDER, '--ignore-scripts', '--no-audit', '--no-fund', PACKAGE];
  const path = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  spawnSync('npm', npm, { stdio: 'inherit', cwd: LIGHTHOUSE_FOLDER, env: { ...process.env, PATH: path } });
  const isThere = existsSync(join(LIGHTHOUSE_FOLDER, 'node_modules/lighthouse/package.json'));
  say(isThere ? 'Lighthouse is installed.' : 'Lighthouse could not be installed.');
  return isThere;
}
