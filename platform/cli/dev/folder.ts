import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ThrowAwayFolder {
  readonly path: string;
  /** Deletes it with all it holds, once the database in it has ended. */
  remove(): Promise<void>;
}

/**
 * A new folder in the temporary one, which goes when we go, however that is: a child that waits for the pipe between us
 * to break deletes it. The database ends by its own watch (kernel/database/embedded).
 */
export function makeThrowAwayFolder(): ThrowAwayFolder {
  const path = mkdtempSync(join(tmpdir(), 'veche-dev-'));
  // The account that runs PostgreSQL for root passes through.
  chmodSync(path, 0o711);
  const script = `read _
    for try in $(seq 300); do [ -e "$1/postgres/postmaster.pid" ] || break; sleep 0.1; done
    cluster=$(readlink "$1/postgres") && rm -rf "\${cluster%/postgres}"
    rm -rf "$1"`;
  const watch = spawn('/bin/sh', ['-c', script, 'sh', path], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const ended = once(watch, 'exit');
  watch.unref();
  return {
    path,
    remove: async () => {
      watch.ref();
      watch.stdin?.end();
      await ended;
    },
  };
}
