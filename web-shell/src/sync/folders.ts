import type { Connection } from './connection.ts';
import type { Clock, Timings } from './ports.ts';
import type { Replica } from './replica.ts';

interface FoldersParts {
  readonly replica: Replica;
  readonly connection: Pick<Connection, 'call' | 'phase'>;
  readonly clock: Clock;
  readonly timings: Timings;
}

/** Folders of the chat list: few, so that they are read anew whenever one of them changed. */
export interface Folders {
  /** Something changed, on any device. */
  changed(): void;
  /** Reads them when what is held may be old. */
  resume(): void;
}

export function createFolders({ replica, connection, clock, timings }: FoldersParts): Folders {
  let isReading = false;
  let changes = 0;

  const read = async () => {
    if (isReading || replica.meta.foldersRead === true || connection.phase() !== 'ready') return;
    isReading = true;
    const asOf = changes;
    try {
      const { folders } = await connection.call('folders.list', {});
      replica.setMeta({ folders, foldersRead: asOf === changes });
    } catch {
      clock.after(timings.retry, () => void read());
    } finally {
      isReading = false;
    }
    if (asOf !== changes) void read();
  };

  return {
    changed() {
      changes += 1;
      replica.setMeta({ foldersRead: false });
      void read();
    },
    resume: () => void read(),
  };
}
