import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describeBoundaries } from './boundaries.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface GateResult {
  readonly passed: boolean;
  /** What to read when it did not pass. */
  readonly output: string;
}

type Gate = () => Promise<GateResult>;

/** What every change has to pass, by the names of the npm scripts. */
const GATES = {
  types: program('typescript/bin/tsc', ['--pretty', 'false']),
  lint: program('eslint/bin/eslint.js', ['--config', 'tests/gates/eslint.config.mjs', '--max-warnings', '0', '.']),
  boundaries: () => describeBoundaries(root),
  unused: program('knip/bin/knip.js', ['--config', 'tests/gates/knip.json', '--no-progress']),
  format: program('prettier/bin/prettier.cjs', [
    '--check',
    '--log-level',
    'warn',
    '--ignore-path',
    'tests/gates/prettier-ignore',
    '.',
  ]),
} satisfies Record<string, Gate>;

export const GATE_NAMES = Object.keys(GATES) as readonly (keyof typeof GATES)[];

/** Runs the named gates side by side, prints a line for each, and tells how many passed and failed. */
export async function runGates(names: readonly (keyof typeof GATES)[]): Promise<{ passed: number; failed: number }> {
  const results = await Promise.all(
    names.map(async (name) => {
      const startedAt = performance.now();
      const result = await GATES[name]();
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`gate ${name}: ${result.passed ? 'passed' : 'FAILED'} (${seconds} s)`);
      if (!result.passed) console.log(result.output.trim());
      return result;
    }),
  );
  const passed = results.filter((result) => result.passed).length;
  return { passed, failed: results.length - passed };
}

function program(script: string, args: readonly string[]): Gate {
  return async () => {
    const child = spawn(process.execPath, [`${root}node_modules/${script}`, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = once(child, 'exit') as Promise<[number | null]>;
    const [output, complaints, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { passed: code === 0, output: output + complaints };
  };
}
