import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { VecheStartError } from '../../start-error.ts';
import type { Account } from './account.ts';

export interface ServerProcess {
  stop(): Promise<void>;
}

/** Nothing of ours reaches the server: PGDATA, LD_PRELOAD and the like would change what it does. */
export const SERVER_ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' };

const LARGEST_LOG_BYTES = 5_000_000;
const STOP_PATIENCE_SECONDS = 20;

/** Starts the server on an existing cluster and waits until it answers. */
export async function startServer(options: {
  readonly bin: string;
  readonly cluster: string;
  readonly account: Account | undefined;
  readonly socketFolder: string;
  readonly port: number;
  readonly logFile: string;
  readonly log: (line: string) => void;
  readonly settings?: Readonly<Record<string, string>>;
  readonly onUnexpectedExit?: (error: VecheStartError) => void;
}): Promise<ServerProcess> {
  const settings = {
    listen_addresses: '',
    port: String(options.port),
    unix_socket_directories: options.socketFolder,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...options.settings,
  };
  trimLog(options.logFile);
  const log = openSync(options.logFile, 'a');
  const server = spawn(
    join(options.bin, 'postgres'),
    ['-D', options.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // Detached: Ctrl-C in the terminal reaches Veche alone, which closes the database last.
    { cwd: '/', env: SERVER_ENVIRONMENT, stdio: ['ignore', log, log], detached: true, ...options.account },
  );
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
    server.once('error', () => resolve());
  });
  const watch = watchOver(server, options);
  void ended.then(() => watch?.kill('SIGKILL'));
  await untilReady(server, options);
  let stopping = false;
  void ended.then(() => {
    if (stopping) return;
    const { logFile } = options;
    options.onUnexpectedExit?.(
      new VecheStartError(`PostgreSQL ended by itself: ${lastComplaint(logFile)} (see ${logFile}).`),
    );
  });
  return {
    stop: async () => {
      stopping = true;
      await stopServer(server, ended);
    },
  };
}

/** Fast shutdown first (open transactions roll back, everything is flushed), then ever less polite. */
async function stopServer(server: ChildProcess, ended: Promise<void>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (hasEnded(server)) break;
    server.kill(signal);
    const patience = new AbortController();
    await Promise.race([
      ended,
      sleep(STOP_PATIENCE_SECONDS * 1000, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
  }
  await ended;
}

/**
 * A child that closes the server when Veche is killed, whatever the way it died: the pipe between them breaks.
 * The folder a process stands in tells the server from a later process with the same number.
 */
function watchOver(
  server: ChildProcess,
  options: { readonly cluster: string; readonly account: Account | undefined; readonly socketFolder: string },
): ChildProcess | undefined {
  if (server.pid === undefined) return undefined;
  const script = `serves() { [ "$(readlink "/proc/$1/cwd")" = "$2" ]; }
    read _
    serves "$1" "$2" && kill -INT "$1"
    while serves "$1" "$2"; do sleep 0.1; done
    rmdir "$3"`;
  const watch = spawn('/bin/sh', ['-c', script, 'sh', String(server.pid), options.cluster, options.socketFolder], {
    cwd: '/',
    env: SERVER_ENVIRONMENT,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    ...options.account,
  });
  watch.once('error', () => undefined);
  watch.unref();
  return watch;
}

/** Like pg_ctl: line 8 of postmaster.pid tells the state. Recovery after a crash may take long and is waited for. */
async function untilReady(
  server: ChildProcess,
  options: { readonly cluster: string; readonly logFile: string; readonly log: (line: string) => void },
): Promise<void> {
  const startedAt = performance.now();
  let told = false;
  for (;;) {
    const lines = readText(join(options.cluster, 'postmaster.pid')).split('\n');
    if (Number(lines[0]) === server.pid && lines[7]?.trim() === 'ready') return;
    if (hasEnded(server)) {
      throw new VecheStartError(
        `PostgreSQL did not start: ${lastComplaint(options.logFile)} (see ${options.logFile}).`,
      );
    }
    if (!told && performance.now() - startedAt > 5000) {
      told = true;
      options.log('PostgreSQL is recovering its data');
    }
    await sleep(15);
  }
}

function hasEnded(server: ChildProcess): boolean {
  return server.pid === undefined || server.exitCode !== null || server.signalCode !== null;
}

/** The last line of the log that says what went wrong, without its stamp. */
export function lastComplaint(logFile: string): string {
  const lines = readText(logFile).trimEnd().split('\n');
  const line = lines.findLast((text) => /FATAL|PANIC|error:/.test(text)) ?? lines.at(-1) ?? '';
  return line.replace(/^.*?(FATAL|PANIC|error): */, '').replace(/\.$/, '') || 'it gave no reason';
}

function trimLog(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_LOG_BYTES) truncateSync(logFile);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
