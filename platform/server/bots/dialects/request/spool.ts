import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that came with a request, on this machine's disk until the request is answered. */
export interface SpooledFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** Takes a file in pieces: `write` only keeps them, `flush` puts them on the disk, so that memory stays bounded. */
export interface SpoolWriter {
  write(bytes: Uint8Array): void;
  flush(): Promise<void>;
  end(): Promise<SpooledFile>;
}

/** What was left by a process that was killed is older than any request. */
const LEFT_MS = 3_600_000;

/** Where files of requests wait for their other fields, which may come after them. */
export function createSpool(folder: string) {
  let prepared: Promise<void> | undefined;
  const prepare = (): Promise<void> => (prepared ??= removeLeft(folder));

  return {
    /** The files of one request; `dispose` takes away all of them. */
    begin() {
      const paths: string[] = [];
      const handles: FileHandle[] = [];
      return {
        create(): SpoolWriter {
          const path = join(folder, randomUUID());
          let pieces: Uint8Array[] = [];
          let handle: FileHandle | undefined;
          let sizeBytes = 0;
          const flush = async (): Promise<void> => {
            if (pieces.length === 0) return;
            const waiting = pieces;
            pieces = [];
            if (handle === undefined) {
              await prepare();
              paths.push(path);
              handle = await open(path, 'wx', 0o600);
              handles.push(handle);
            }
            await handle.writev(waiting);
          };
          return {
            write(bytes) {
              sizeBytes += bytes.byteLength;
              // A copy: what was given is a view of a buffer that goes on being used.
              pieces.push(Uint8Array.from(bytes));
            },
            flush,
            async end() {
              await flush();
              await handle?.close();
              return { path, sizeBytes };
            },
          };
        },
        async dispose(): Promise<void> {
          await Promise.all(handles.map((handle) => handle.close().catch(() => undefined)));
          await Promise.all(paths.map((path) => unlink(path).catch(() => undefined)));
        },
      };
    },
  };
}
export type Spool = ReturnType<typeof createSpool>;
export type RequestSpool = ReturnType<Spool['begin']>;

async function removeLeft(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const before = Date.now() - LEFT_MS;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const facts = await stat(path).catch(() => null);
    if (facts !== null && facts.mtimeMs < before) await unlink(path).catch(() => undefined);
  }
}
