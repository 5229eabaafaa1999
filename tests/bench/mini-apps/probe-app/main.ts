import { connect, getViewport, ready } from '@veche/mini-app-sdk';

/** What the bench reads in the frame. Moments are milliseconds of the machine's clock. */
export interface AppProbe {
  readonly paintedAt: Promise<number>;
  /** When the first answer of whoever is around the frame was there. */
  readonly answeredAt: Promise<number>;
  /** So many round trips, one after another with a pause that no budget minds, in milliseconds each. */
  roundTrips(count: number, pauseMs: number): Promise<number[]>;
}

declare global {
  interface Window {
    appProbe: AppProbe;
  }
}

const now = (): number => performance.timeOrigin + performance.now();

/** Without a shell around: whoever is there sends back what it hears. */
function echo(): Promise<void> {
  return new Promise((resolve) => {
    addEventListener('message', () => resolve(), { once: true });
    window.parent.postMessage('{"echo":{"width":360,"height":640}}', '*');
  });
}

async function findAsk(): Promise<() => Promise<unknown>> {
  if (!location.hash.includes('vecheNonce')) return echo;
  const veche = await connect();
  await ready(veche);
  return () => getViewport(veche);
}

const asking = findAsk();
window.appProbe = {
  paintedAt: new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const paint = list.getEntriesByName('first-contentful-paint')[0];
      if (paint !== undefined) resolve(performance.timeOrigin + paint.startTime);
    }).observe({ type: 'paint', buffered: true });
  }),
  answeredAt: asking.then(async (ask) => (await ask(), now())),
  async roundTrips(count, pauseMs) {
    const ask = await asking;
    const all: number[] = [];
    for (let index = 0; index < count; index += 1) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      const begin = performance.now();
      await ask();
      all.push(performance.now() - begin);
    }
    return all;
  },
};
