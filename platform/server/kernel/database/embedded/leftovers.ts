import { readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { VecheStartError } from '../../start-error.ts';

/** How long an orphan may take to close after each signal, from the politest to the last. */
const PATIENCE: readonly (readonly [NodeJS.Signals, seconds: number])[] = [
  ['SIGINT', 20],
  ['SIGQUIT', 5],
  ['SIGKILL', 5],
];

/**
 * Stops what a killed Veche left behind in the cluster, so that a new server can start at once. The caller holds the
 * lock of the data folder, so every server found here is an orphan. Only PostgreSQL processes that stand in this
 * very folder are touched: the number in postmaster.pid may belong to anybody by now.
 */
export async function stopLeftovers(cluster: string, log: (line: string) => void): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  const [pid, , , , socketFolder] = readLines(pidFile);
  if (pid === undefined) return;
  if (serversIn(cluster).length > 0) log('Closing the PostgreSQL that an earlier run left behind');
  for (const [signal, seconds] of PATIENCE) {
    const servers = serversIn(cluster);
    if (servers.length === 0) break;
    // The postmaster closes its children itself; without it the children have to be told.
    signalAll(servers.includes(Number(pid)) && signal !== 'SIGKILL' ? [Number(pid)] : servers, signal);
    await untilGone(cluster, seconds);
  }
  const stubborn = serversIn(cluster);
  if (stubborn.length > 0) {
    throw new VecheStartError(
      `PostgreSQL (pid ${stubborn.join(', ')}) still serves ${cluster} and cannot be stopped: stop it by hand.`,
    );
  }
  rmSync(pidFile, { force: true });
  if (socketFolder && basename(socketFolder).startsWith('veche-'))
    rmSync(socketFolder, { recursive: true, force: true });
}

async function untilGone(cluster: string, seconds: number): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (serversIn(cluster).length > 0 && performance.now() < deadline) await sleep(20);
}

/** PostgreSQL changes into its cluster at start and never leaves it. */
function serversIn(cluster: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readLink(`/proc/${pid}/cwd`) === cluster && isPostgres(readLink(`/proc/${pid}/exe`)))
    .map(Number);
}

function isPostgres(program: string | undefined): boolean {
  // The kernel adds " (deleted)" when the file was replaced under a running program.
  return program !== undefined && basename(program.replace(/ \(deleted\)$/, '')) === 'postgres';
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended in between.
    }
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}
