import type { WingPart } from '../../kernel/wing.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { eraseExports, exportTasks } from './export/clean.ts';
import { exportRoutes } from './export/download.ts';
import { createExportFormat, type ExportFormat } from './export/format.ts';
import { exportJob } from './export/job.ts';
import { exportHandlers } from './export/methods.ts';
import { importFiles } from './import/files.ts';
import { importJob } from './import/job.ts';
import { importHandlers } from './import/methods.ts';
import { deleteItemsOf } from './import/items.ts';
import { undoJob } from './import/undo.ts';
import { ownState } from './own-state.ts';

/** Leaving with everything, and arriving with it. */
export function archivesPart(house: ChatDependencies): WingPart {
  const dependencies = { ...house, files: importFiles(house) };
  let made: ExportFormat | undefined;
  // The shape of the account's part is known when all wings are there.
  const format = () => (made ??= createExportFormat(dependencies.personalData(), dependencies.webOrigin));
  return {
    handlers: [...exportHandlers(dependencies), ...importHandlers(dependencies)],
    jobs: [exportJob(dependencies, format), importJob(dependencies), undoJob(dependencies)],
    tasks: exportTasks(dependencies),
    routes: exportRoutes(dependencies, format),
    personalData: [
      { name: 'exports', erase: (accountId, signal) => eraseExports(dependencies, accountId, signal) },
      ...ownState(dependencies),
      { name: 'imports', erase: (accountId) => deleteItemsOf(dependencies.sql, accountId) },
    ],
  };
}
