import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Who holds the lock; a process is told from a later one with its number by the moment it started. */
interface Holder {
  readonly pid: number;
  readonly startedAtTicks: string;
  readonly pidNamespace: string;
}

/** A lock that is held until `release`, or until its process is gone. */
export interface FolderLock {
  release(): void;
}

/** Takes the lock file, or returns the pid of the living process that has it. */
export function takeFolderLock(path: string): FolderLock | { heldBy: number } {
  const mine = JSON.stringify(describeProcess(process.pid));
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, mine);
  try {
    for (;;) {
      try {
        // A hard link appears with its content, so nobody ever reads a half-written lock.
        linkSync(draft, path);
        return { release: () => releaseIfMine(path, mine) };
      } catch (error) {
        if (!isCode(error, 'EEXIST')) throw error;
      }
      const found = readIfThere(path);
      if (found === undefined) continue;
      const holder = parseHolder(found);
      if (holder && isAlive(holder)) return { heldBy: holder.pid };
      setAside(path, found);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes a stale lock; if another process replaced it in between, the replacement is put back. */
function setAside(path: string, stale: string): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, path);
  } catch (error) {
    if (!isCode(error, 'ENOENT') && !isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function releaseIfMine(path: string, mine: string): void {
  if (readIfThere(path) === mine) rmSync(path, { force: true });
}

function describeProcess(pid: number): Holder {
  return { pid, startedAtTicks: startedAtTicks(pid), pidNamespace: readlinkSync('/proc/self/ns/pid') };
}

/** A holder in another pid namespace is a container that cannot be seen from here and counts as gone. */
function isAlive(holder: Holder): boolean {
  try {
    const now = describeProcess(holder.pid);
    return now.startedAtTicks === holder.startedAtTicks && now.pidNamespace === holder.pidNamespace;
  } catch {
    return false;
  }
}

/** Field 22 of /proc/<pid>/stat (proc_pid_stat(5)); the name in field 2 may hold spaces and brackets. */
function startedAtTicks(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return afterName[22 - 3] ?? '';
}

function parseHolder(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
