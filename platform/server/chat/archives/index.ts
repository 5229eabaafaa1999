import type { WingPart } from '../../kernel/wing.ts';
import type { ArchiveDependencies } from './dependencies.ts';
import { eraseExports, exportTasks } from './export/clean.ts';
import { exportRoutes } from './export/download.ts';
import { createExportFormat, type ExportFormat } from './export/format.ts';
import { exportJob } from './export/job.ts';
import { exportHandlers } from './export/methods.ts';

/** Leaving with everything, and arriving with it. */
export function archivesPart(dependencies: ArchiveDependencies): WingPart {
  let made: ExportFormat | undefined;
  // The shape of the account's part is known when all wings are there.
  const format = () => (made ??= createExportFormat(dependencies.personalData(), dependencies.webOrigin));
  return {
    handlers: exportHandlers(dependencies),
    jobs: [exportJob(dependencies, format)],
    tasks: exportTasks(dependencies),
    routes: exportRoutes(dependencies, format),
    personalData: [{ name: 'exports', erase: (accountId, signal) => eraseExports(dependencies, accountId, signal) }],
  };
}
