import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./veche-process.ts', import.meta.url));

/** Veche in a process of its own, with a data folder that outlives it. */
export interface KillableVeche {
  readonly url: string;
  /** Starts it, for the first time or after a kill; settles when it answers. */
  start(): Promise<void>;
  /** SIGKILL to the server and to PostgreSQL, in the same instant: nobody can tidy up. */
  kill(): void;
  /** Kills what runs and takes the data away. */
  end(): void;
}

export function createKillableVeche(port: number, settings: Readonly<Record<string, string>> = {}): KillableVeche {
  const dataFolder = mkdtempSync(join(tmpdir(), 'veche-chaos-'));
  chmodSync(dataFolder, 0o711);
  const url = `http://localhost:${port}`;
  let child: ChildProcess | undefined;

  const kill = (): void => {
    if (child === undefined) return;
    const pidFile = join(dataFolder, 'postgres', 'postmaster.pid');
    const postmaster = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : 0;
    const backends = postmaster > 0 ? childrenOf(postmaster) : [];
    for (const pid of [child.pid ?? 0, postmaster, ...backends]) if (pid > 0) tryKill(pid);
    child = undefined;
  };
  return {
    url,
    kill,
    async start() {
      const started = spawn(process.execPath, ['--conditions=source', program], {
        env: {
          PATH: process.env['PATH'],
          HOME: process.env['HOME'],
          PORT: String(port),
          MAX_PORT: '0',
          VECHE_DATA: dataFolder,
          VECHE_LOG_LEVEL: 'error',
          ...settings,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child = started;
      await new Promise<void>((resolve, reject) => {
        started.stdout.on('data', (data: Buffer) => data.toString().includes('open ') && resolve());
        started.once('exit', (code) => reject(new Error(`Veche ended with ${code}`)));
      });
    },
    end() {
      kill();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was gone already.
  }
}
