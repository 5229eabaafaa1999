import { fileURLToPath } from 'node:url';
import { buildWhatChanged } from '../../platform/cli/builds.ts';

/** Vitest loads this file once a project, so what the projects share hangs on the process. */
const shared = globalThis as typeof globalThis & { vecheTestBuilds?: Promise<void> };

/** Builds the shell and the sample apps when they changed, before any browser opens them. */
export async function setup(): Promise<void> {
  shared.vecheTestBuilds ??= buildWhatChanged({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    log: () => undefined,
  });
  await shared.vecheTestBuilds;
}
