import type { WingPart } from '../../kernel/wing.ts';
import type { MediaDependencies } from './dependencies.ts';
import { releaseTask } from './files/release.ts';
import { mediaHandlers } from './methods.ts';
import { mediaData } from './personal-data.ts';
import { createServing, type FileGiver } from './serving/routes.ts';
import { createParts } from './uploads/parts.ts';
import { uploadRoutes } from './uploads/routes.ts';
import { createWholeUploads, type WholeUploads } from './uploads/whole.ts';

/** Files: resumable uploads, content stored once for everyone, reading with access checked every time. */
export function mediaPart(
  dependencies: MediaDependencies,
): WingPart & { readonly uploads: WholeUploads; readonly files: FileGiver } {
  const parts = createParts(dependencies.media.uploadsFolder);
  const upload = uploadRoutes(dependencies, parts);
  const serving = createServing(dependencies);
  return {
    uploads: createWholeUploads(dependencies, parts),
    files: serving,
    handlers: mediaHandlers(dependencies, parts),
    routes: (server) => {
      upload(server);
      serving.routes(server);
    },
    tasks: [releaseTask(dependencies, parts)],
    personalData: [mediaData(dependencies, parts)],
  };
}
