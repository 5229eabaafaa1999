import type { Reporter } from 'vitest/node';
import { startVitest } from 'vitest/node';
import { GATE_NAMES, runGates } from './gates/gates.ts';

/**
 * `npm test`: the gates and every test, ending with one line that counts both.
 * `npm test -- NAME… --project=unit` runs the tests that match and no gates.
 */
const args = process.argv.slice(2);
const projects = args.flatMap((arg) => (arg.startsWith('--project=') ? [arg.slice('--project='.length)] : []));
const filters = args.filter((arg) => !arg.startsWith('--'));

const tally = { passed: 0, failed: 0 };

/** So many tests of a whole run may pass in a second try only: more is no accident of a busy machine. */
const MOST_SECOND_TRIES = 3;

/** A file that cannot be loaded and an error outside of any test each count as one failure. */
const counting: Reporter = {
  onTestRunEnd(modules, errors) {
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state);
      const brokenSuites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
      tally.passed += states.filter((state) => state === 'passed').length;
      tally.failed += states.filter((state) => state === 'failed').length;
      tally.failed += module.errors().length + brokenSuites.length;
    }
    tally.failed += errors.length;
    const late = modules.flatMap((module) =>
      [...module.children.allTests()].filter((test) => test.diagnostic()?.flaky),
    );
    for (const { fullName, module } of late)
      console.log(`passed in a second try only: ${module.relativeModuleId} > ${fullName}`);
    if (late.length <= MOST_SECOND_TRIES) return;
    console.log(`${late.length} tests needed a second try; ${MOST_SECOND_TRIES} may.`);
    tally.failed += late.length;
    tally.passed -= late.length;
  },
};

const gates = args.length === 0 ? await runGates(GATE_NAMES) : { passed: 0, failed: 0 };
const vitest = await startVitest('test', filters, {
  config: 'tests/vitest.config.ts',
  run: true,
  watch: false,
  ...(projects.length > 0 && { project: projects }),
  reporters: ['default', counting],
});
await vitest.close();

const passed = gates.passed + tally.passed;
// Vitest marks other troubles, such as a set-up that fails or a filter that matches nothing, on the process.
const failed = gates.failed + tally.failed || (process.exitCode ? 1 : 0);
console.log(`tests: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
