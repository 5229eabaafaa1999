import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The operating system account that runs PostgreSQL. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Debian's numbers for `nobody`, for roots without an /etc/passwd. */
const NOBODY: Account = { uid: 65534, gid: 65534 };

/**
 * The account to hand to `spawn` and `chown`, or undefined when PostgreSQL may simply run as the current one.
 * PostgreSQL refuses to run as root, so root lends it an unprivileged account that already exists.
 */
export function unprivilegedAccount(
  uid: number | undefined = process.getuid?.(),
  passwd: () => string = readPasswd,
): Account | undefined {
  if (uid !== 0) return undefined;
  const rows = passwd()
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const row = rows.find((fields) => fields[0] === name);
    if (row) return { uid: Number(row[2]), gid: Number(row[3]) };
  }
  return NOBODY;
}

/** True when the account can enter and write the folder, whatever stands above it. */
export function canWorkIn(folder: string, account: Account | undefined): boolean {
  return probe(folder, account, 'cd -- "$1" && test -w .');
}

/** True when the account can enter the folder and run the file in it. */
export function canRun(file: string, account: Account | undefined): boolean {
  return probe(file, account, 'test -r "$1" && test -x "$1"');
}

function probe(path: string, account: Account | undefined, script: string): boolean {
  // A child asks the kernel as that account would: ancestors, mounts and ACLs all count.
  const result = spawnSync('/bin/sh', ['-c', script, 'sh', path], { cwd: '/', stdio: 'ignore', ...account });
  return result.status === 0;
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}
