import type { Frame, Page } from 'playwright';
import { median } from '../bench.ts';
import type { BenchPage } from '../shell/stage.ts';
import { APP } from './probe-app.ts';

/** A page that opens the app and closes it again. */
export interface Host {
  /** Answers the moment of the press, in milliseconds of the machine's clock. */
  press(): Promise<number>;
  frameAt: RegExp;
  close(): Promise<void>;
}

/** The shell with its list of apps, or the bare page. */
export function shellHost({ page }: BenchPage): Host {
  const label = `Открыть: ${APP.name}`;
  return {
    frameAt: new RegExp(`//${APP.slug}\\.apps\\.`),
    press: () =>
      page.evaluate(async (label) => {
        await window.probe.paintedWhen(() => window.probe.find(`button[aria-label="${label}"]`) !== null);
        const at = performance.timeOrigin + performance.now();
        window.probe.find(`button[aria-label="${label}"]`)!.click();
        return at;
      }, label),
    close: async () => {
      const shown = page.getByRole('region', { name: APP.name, exact: true });
      await shown.getByRole('button', { name: 'Закрыть', exact: true }).click();
      await shown.waitFor({ state: 'detached' });
    },
  };
}

export function bareHost({ page }: BenchPage): Host {
  return {
    frameAt: /\/\/bare\.apps\./,
    press: () =>
      page.evaluate(() => {
        const at = performance.timeOrigin + performance.now();
        document.querySelector('button')!.click();
        return at;
      }),
    close: () => page.evaluate(() => document.querySelector('iframe')!.remove()),
  };
}

/** The frame of the app, once it is there. */
export async function openedFrame(page: Page, { frameAt }: Host): Promise<Frame> {
  const known = page.frames().find((frame) => frameAt.test(frame.url()));
  const frame = known ?? (await page.waitForEvent('framenavigated', (one) => frameAt.test(one.url())));
  await frame.waitForFunction(() => 'appProbe' in window);
  return frame;
}

/** From the press to the first paint of the app and to the first answer over the bridge, medians. */
export async function openApp(
  { page, cdp, slow }: BenchPage,
  host: Host,
  { times, isCold, slower }: { times: number; isCold: boolean; slower: number },
): Promise<{ paintedMs: number; answeredMs: number }> {
  const painted: number[] = [];
  const answered: number[] = [];
  await slow(slower);
  for (let index = 0; index < times; index += 1) {
    if (isCold) await cdp.send('Network.clearBrowserCache');
    const begin = await host.press();
    const frame = await openedFrame(page, host);
    const at = await frame.evaluate(async () => [await window.appProbe.paintedAt, await window.appProbe.answeredAt]);
    painted.push(at[0]! - begin);
    answered.push(at[1]! - begin);
    await host.close();
    await page.waitForTimeout(200);
  }
  await slow(1);
  return { paintedMs: median(painted), answeredMs: median(answered) };
}
