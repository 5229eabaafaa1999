import { spawnSync } from 'node:child_process';

/** `npm run fix`: what ESLint and Prettier can put right by themselves. */
const programs = [
  ['eslint/bin/eslint.js', '--config', 'tests/gates/eslint.config.mjs', '--fix', '.'],
  ['prettier/bin/prettier.cjs', '--write', '--log-level', 'warn', '--ignore-path', 'tests/gates/prettier-ignore', '.'],
];
for (const [script, ...args] of programs) {
  spawnSync(process.execPath, [`node_modules/${script}`, ...args], { stdio: 'inherit' });
}
