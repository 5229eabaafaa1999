import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Servers under measurement stand on one core and the load on another, so that neither takes from the other. */
export const SERVER_CORE = 0;
export const LOAD_CORE = 1;
/** Read before we narrow our own share of the machine. */
const CORES = availableParallelism();
const CLOCK_TICK_MICROS = 10_000;

/** Moves all threads of processes to one core; leaves them where they are on a machine with a single one. */
export function pin(pids: readonly number[], core: number | 'all'): void {
  if (CORES < 2) return;
  const list = core === 'all' ? `0-${CORES - 1}` : String(core);
  for (const pid of pids) spawnSync('taskset', ['-acp', list, String(pid)], { stdio: 'ignore' });
}

/** A process and all that descend from it. */
export function treeOf(root: number): number[] {
  const parents = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    const stat = Number.isInteger(pid) ? readStat(pid) : null;
    if (stat !== null) parents.set(stat.parent, [...(parents.get(stat.parent) ?? []), pid]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(parents.get(pid) ?? []));
  return tree;
}

/** Processor time of whole process trees, children that have ended included, in microseconds (steps of 10 ms). */
export function cpuMicros(roots: readonly number[]): number {
  const pids = roots.flatMap(treeOf);
  return pids.reduce((sum, pid) => sum + (readStat(pid)?.ticks ?? 0), 0) * CLOCK_TICK_MICROS;
}

/** Resident memory of one process, in bytes. */
export function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? Number.NaN) * 1024;
}

/**
 * Lets this process and those it starts later hold as many files as the machine's limit allows. Answers that limit.
 */
export function raiseFileLimit(): number {
  const limits = /^Max open files\s+(\d+)\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
  const hard = Number(limits?.[2] ?? 1024);
  spawnSync('prlimit', ['--pid', String(process.pid), `--nofile=${hard}:${hard}`], { stdio: 'ignore' });
  return Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 1024);
}

/** Fields 4 and 14 to 17 of proc(5) stat; null for a process that is gone. */
function readStat(pid: number): { parent: number; ticks: number } | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // The name of the program stands in brackets and may have spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { parent: Number(fields[1]), ticks };
}
