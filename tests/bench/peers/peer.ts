import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type PeerName = 'ejabberd' | 'prosody';

/** One process of a peer under measurement, over the data that its earlier processes left. */
export interface PeerProcess {
  readonly port: number;
  readonly pid: number;
  /** Roots of the process trees whose processor time counts, the database included. */
  readonly roots: readonly number[];
  stop(): Promise<void>;
}

/** A peer with its data folder; each `start` is a fresh process. */
export interface Peer {
  readonly name: PeerName;
  start(): Promise<PeerProcess>;
  /** Messages of rooms and of one-to-one chats in the archive; the latter stand there once for each side. */
  archived(): Promise<{ room: number; direct: number }>;
}

export const DOMAIN = 'bench.local';
export const ROOMS = `rooms.${DOMAIN}`;

const PROGRAMS: Record<PeerName, readonly string[]> = {
  ejabberd: ['/usr/bin/erl', '/usr/bin/epmd', '/usr/share/ejabberd/sql/pg.sql'],
  prosody: ['/usr/bin/prosody', '/usr/lib/prosody/modules/mod_mam/mod_mam.lua'],
};

/** Whether a peer can be started here: its Debian packages are there, and so is the right to run as its account. */
export function isInstalled(peer: PeerName): boolean {
  const programs = [...PROGRAMS[peer], '/usr/bin/setpriv', '/usr/bin/taskset'];
  return process.getuid?.() === 0 && programs.every((path) => existsSync(path)) && accountOf(peer) !== undefined;
}

/** The account that the peer's package made. */
export function accountOf(peer: PeerName): { uid: number; gid: number } | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, peer]).stdout.toString().trim() || NaN));
  return uid === undefined || gid === undefined || Number.isNaN(uid + gid) ? undefined : { uid, gid };
}

/**
 * Runs a program as the peer's account in the foreground: every step before it is replaced by the next, so that
 * the process we hold is the real one. The kernel ends it should the bench be killed.
 */
export function spawnAs(
  peer: PeerName,
  core: number,
  command: readonly string[],
  options: { readonly cwd: string; readonly environment?: Record<string, string>; readonly logFile: string },
): ChildProcess {
  const as = [`--reuid=${peer}`, `--regid=${peer}`, '--clear-groups', '--pdeathsig', 'KILL'];
  const settings: SpawnOptions = {
    cwd: options.cwd,
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  };
  const child = spawn('taskset', ['-c', String(core), 'setpriv', ...as, ...command], settings);
  const log = createWriteStream(options.logFile, { flags: 'a' });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  return child;
}

/** Ends a process that we started, politely first. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(force);
}

/** Waits until a port answers; fails when the process ends before. */
export async function untilListening(child: ChildProcess, port: number, logFile: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await answers(port)) return;
    await sleep(100);
  }
  throw new Error(`nothing listens on ${port}; see ${logFile}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(port, '127.0.0.1');
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
