import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('../../platform/server/trust/verifier/verify-ledger.mjs', import.meta.url));

/** Runs the verifier as an outsider has it: the script and one file in a folder of their own, and nothing around. */
export async function verifyAlone(
  copy: string | Uint8Array,
  keyId?: string,
): Promise<{ exitCode: number; said: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'veche-verify-'));
  try {
    await copyFile(script, join(folder, 'verify-ledger.mjs'));
    await writeFile(join(folder, 'ledger.json'), copy);
    const args = ['verify-ledger.mjs', 'ledger.json', ...(keyId === undefined ? [] : [keyId])];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, env: {} });
    return { exitCode: 0, said: stdout };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { exitCode: code, said: stderr };
  } finally {
    await rm(folder, { recursive: true });
  }
}
