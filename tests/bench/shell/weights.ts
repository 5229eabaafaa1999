import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SHELL_FOLDER, type BenchPage } from './stage.ts';

const KIB = 1024;

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

/** KiB, gzip -9, of what is loaded before anything shows: the page's own code with the worker's, and its styles. */
export function weighFirstLoad(): { jsKib: number; cssKib: number } {
  const manifest = JSON.parse(readFileSync(join(SHELL_FOLDER, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  const files = new Set<string>();
  const follow = (chunk: Chunk | undefined): void => {
    if (chunk === undefined || files.has(chunk.file)) return;
    files.add(chunk.file);
    chunk.imports?.forEach((name) => follow(manifest[name]));
  };
  const page = readFileSync(join(SHELL_FOLDER, 'index.html'), 'utf8');
  for (const [, file] of page.matchAll(/<script type="module"[^>]*\ssrc="\/([^"]+)"/g))
    follow(Object.values(manifest).find((chunk) => chunk.file === file));
  const assets = readdirSync(join(SHELL_FOLDER, 'assets'));
  for (const name of assets) if (name.startsWith('worker') && name.endsWith('.js')) files.add(`assets/${name}`);
  const weigh = (content: string | Uint8Array) => gzipSync(content, { level: 9 }).length / KIB;
  const jsKib = [...files].reduce((sum, name) => sum + weigh(readFileSync(join(SHELL_FOLDER, name))), 0);
  const styles = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(([, text]) => text);
  return { jsKib, cssKib: weigh(styles.join('')) };
}

/** KiB over the network until the signed-in list stands and nothing more is asked for; what is kept for later apart. */
export async function weighFirstView({ page, cdp, go }: BenchPage): Promise<number> {
  let bytes = 0;
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await go('/c');
  await page.evaluate(() => window.probe.listPainted);
  await page.waitForTimeout(800);
  return bytes / KIB;
}
