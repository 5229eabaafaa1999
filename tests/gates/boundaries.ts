import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { BOUNDARY_RULES } from './boundary-rules.ts';

const ROOMS = ['platform', 'mini-app-sdk', 'bot-sdk', 'sample-apps', 'web-shell', 'tests'];
/** A run that saw next to nothing proves nothing; the tree has always been larger than this. */
const FEWEST_MODULES = 30;

export interface Boundaries {
  readonly modules: number;
  /** `rule: from > to`, sorted. */
  readonly violations: readonly string[];
}

/** Reads every import below the folder and compares it with the arrows of the house. */
export async function checkBoundaries(baseDir: string): Promise<Boundaries> {
  const rooms = ROOMS.filter((room) => existsSync(join(baseDir, room)));
  const { output } = await cruise(
    rooms,
    {
      baseDir,
      validate: true,
      ruleSet: { forbidden: [...BOUNDARY_RULES] },
      doNotFollow: { path: '(^|/)node_modules/' },
      exclude: { path: ['(^|/)dist/', '^tests/architecture/fixtures/'] },
      // Types count: leaning on another room's type is leaning on it.
      tsPreCompilationDeps: true,
      moduleSystems: ['es6'],
    },
    {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.d.ts'],
    },
  );
  const { modules, summary } = output as ICruiseResult;
  return {
    modules: modules.length,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} > ${to}`).sort(),
  };
}

/** The gate: no violation, in a tree that was truly read. */
export async function describeBoundaries(baseDir: string): Promise<{ passed: boolean; output: string }> {
  const { modules, violations } = await checkBoundaries(baseDir);
  if (modules < FEWEST_MODULES) return { passed: false, output: `only ${modules} modules were read in ${baseDir}` };
  return { passed: violations.length === 0, output: violations.join('\n') };
}
