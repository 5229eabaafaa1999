import { type BenchContext, median } from '../bench.ts';
import type { BenchPage } from './stage.ts';

/** Waits until the shell is kept for times without a network. */
export async function untilKept({ page }: BenchPage): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** From the beginning of the navigation to the painted list, without a network, four times slower. */
export async function warmStarts(opened: BenchPage, times: number): Promise<number> {
  const { page, context, slow } = opened;
  await untilKept(opened);
  await context.setOffline(true);
  await slow(4);
  const all: number[] = [];
  for (let index = 0; index < times; index += 1) {
    await page.reload();
    all.push(await page.evaluate(() => window.probe.listPainted));
  }
  await slow(1);
  await context.setOffline(false);
  return median(all);
}

/** A list of thousands of chats, four times slower: from its arrival at the page to its first frame, and the start. */
export async function manyChats(
  { page, slow, go }: BenchPage,
  { size }: Pick<BenchContext, 'size'>,
  count: number,
): Promise<{ frameMs: number; startMs: number }> {
  await go('/c');
  await page.waitForFunction(
    (wanted) => Number(window.probe.find('[aria-setsize]')?.getAttribute('aria-setsize')) >= wanted,
    count,
    { timeout: 120_000 },
  );
  // What was read last is written a moment later.
  await page.waitForTimeout(1500);
  await slow(4);
  const frames: number[] = [];
  const starts: number[] = [];
  for (let index = 0; index < (size === 'quick' ? 1 : 5); index += 1) {
    await page.reload();
    const at = await page.evaluate(async () => {
      const painted = await window.probe.listPainted;
      return { painted, came: window.probe.manyRowsAt ?? Number.NaN };
    });
    frames.push(at.painted - at.came);
    starts.push(at.painted);
  }
  await slow(1);
  return { frameMs: median(frames), startMs: median(starts) };
}
