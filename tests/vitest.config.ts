import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { emoji } from '../web-shell/emoji.config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const cluster = 'tests/setup/cluster.ts';
const builds = 'tests/setup/builds.ts';
const notTests = ['**/node_modules/**', '**/dist/**', '**/.data/**', '**/fixtures/**'];

/** Workspace packages are read from their sources, as `node --conditions=source` does. */
const conditions = ['source', 'module', 'node', 'development|production'];

/** Each group starts when the one before has ended; inside a group files share the workers. */
function project(
  groupOrder: number,
  name: string,
  test: NonNullable<TestProjectInlineConfiguration['test']>,
): TestProjectInlineConfiguration {
  return {
    root,
    plugins: [emoji()],
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: ['source'] } },
    test: {
      name,
      root,
      exclude: notTests,
      environment: 'node',
      pool: 'forks',
      execArgv: ['--conditions=source'],
      sequence: { groupOrder },
      maxWorkers: 2,
      // What comes is waited for; only what never comes takes so long.
      expect: { poll: { timeout: 15_000 } },
      ...test,
    },
  };
}

export default defineConfig({
  root,
  // The cache stays out of the folders people look at.
  cacheDir: 'node_modules/.cache/vite-tests',
  test: {
    projects: [
      project(1, 'architecture', { include: ['tests/architecture/**/*.test.ts'], testTimeout: 120_000 }),
      project(2, 'unit', {
        include: [
          'platform/**/*.test.ts',
          '{mini-app-sdk,bot-sdk,web-shell,sample-apps}/**/*.test.ts',
          'tests/setup/*.test.ts',
        ],
        exclude: [...notTests, '**/*.integration.test.ts'],
      }),
      project(3, 'integration', {
        include: ['**/*.integration.test.ts'],
        globalSetup: [cluster],
        testTimeout: 30_000,
        hookTimeout: 30_000,
      }),
      project(4, 'conformance', {
        include: ['tests/conformance/**/*.test.ts'],
        globalSetup: [cluster],
        testTimeout: 60_000,
        hookTimeout: 30_000,
      }),
      // A browser or a kill -9 wants the processor for itself.
      project(5, 'browser', {
        include: ['tests/e2e/*.test.ts', 'tests/browser-support/**/*.test.ts'],
        globalSetup: [cluster, builds],
        fileParallelism: false,
        maxWorkers: 1,
        testTimeout: 180_000,
        hookTimeout: 120_000,
      }),
      // Pictures and audits wait for nothing that is measured in time.
      project(6, 'looks', {
        include: ['tests/e2e/looks/*.test.ts'],
        globalSetup: [cluster, builds],
        testTimeout: 300_000,
        hookTimeout: 120_000,
      }),
      project(7, 'chaos', {
        include: ['tests/chaos/**/*.test.ts'],
        globalSetup: [cluster],
        fileParallelism: false,
        maxWorkers: 1,
        testTimeout: 300_000,
        hookTimeout: 120_000,
      }),
    ],
  },
});
