import type { Reporter, TestModule } from 'vitest/node';
import { startVitest } from 'vitest/node';
import { GATE_NAMES, runGates } from './gates/gates.ts';

/**
 * `npm test`: the gates and every test, ending with one line that counts both.
 * `npm test -- NAME… --project=unit` runs the tests that match and no gates.
 */
const args = process.argv.slice(2);
const projects = args.flatMap((arg) => (arg.startsWith('--project=') ? [arg.slice('--project='.length)] : []));
const filters = args.filter((arg) => !arg.startsWith('--'));

/**
 * Tests of these wait for other processes, which a busy machine may starve. A file that failed runs once more, whole and
 * alone, since its tests build on each other; the run names it. More of them than a few are no accident.
 */
const TRIED_TWICE = new Set(['integration', 'conformance', 'browser', 'looks', 'chaos']);
const MOST_SECOND_TRIES = 3;

interface Tally {
  passed: number;
  failed: number;
}

interface Run {
  readonly tallies: ReadonlyMap<TestModule, Tally>;
  /** Errors outside of any test, and troubles that Vitest marks on the process only: a set-up that fails, no files. */
  readonly otherTroubles: number;
}

/** A file that cannot be loaded counts as one failure. */
function count(module: TestModule): Tally {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const brokenSuites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
  const failed = states.filter((state) => state === 'failed').length;
  return {
    passed: states.filter((state) => state === 'passed').length,
    failed: failed + module.errors().length + brokenSuites.length,
  };
}

async function run(files: readonly string[], ofProjects: readonly string[]): Promise<Run> {
  const tallies = new Map<TestModule, Tally>();
  let errorsOutside = 0;
  const counting: Reporter = {
    onTestRunEnd(modules, errors) {
      for (const module of modules) tallies.set(module, count(module));
      errorsOutside += errors.length;
    },
  };
  const vitest = await startVitest('test', [...files], {
    config: 'tests/vitest.config.ts',
    run: true,
    watch: false,
    ...(ofProjects.length > 0 && { project: [...ofProjects] }),
    reporters: ['default', counting],
  });
  await vitest.close();
  const isMarked = Boolean(process.exitCode);
  process.exitCode = 0;
  const isUnexplained = isMarked && errorsOutside === 0 && sum(tallies.values()).failed === 0;
  return { tallies, otherTroubles: errorsOutside + (isUnexplained ? 1 : 0) };
}

function sum(tallies: Iterable<Tally>): Tally {
  return [...tallies].reduce(
    (whole, { passed, failed }) => ({ passed: whole.passed + passed, failed: whole.failed + failed }),
    { passed: 0, failed: 0 },
  );
}

/** The tests once, and what failed by waiting once more. */
async function runTests(): Promise<Tally> {
  const { tallies, otherTroubles } = await run(filters, projects);
  const again = [...tallies].flatMap(([module, { failed }]) =>
    failed > 0 && TRIED_TWICE.has(module.project.name) ? [module] : [],
  );
  if (again.length === 0 || again.length > MOST_SECOND_TRIES) {
    const { passed, failed } = sum(tallies.values());
    return { passed, failed: failed + otherTroubles };
  }
  for (const { relativeModuleId } of again) console.log(`once more, alone: ${relativeModuleId}`);
  const second = await run(
    again.map(({ relativeModuleId }) => relativeModuleId),
    [...new Set(again.map(({ project }) => project.name))],
  );
  const now = new Map([...second.tallies].map(([{ moduleId }, tally]) => [moduleId, tally]));
  for (const { moduleId, relativeModuleId } of again)
    if (now.get(moduleId)?.failed === 0) console.log(`passed in a second try only: ${relativeModuleId}`);
  // A file that the second run did not come to stays failed.
  const last = [...tallies].map(([module, tally]) => (again.includes(module) && now.get(module.moduleId)) || tally);
  const { passed, failed } = sum(last);
  return { passed, failed: failed + otherTroubles + second.otherTroubles };
}

const gates = args.length === 0 ? await runGates(GATE_NAMES) : { passed: 0, failed: 0 };
const { passed, failed } = sum([gates, await runTests()]);
console.log(`tests: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
