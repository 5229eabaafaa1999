import type { SyncClient } from './client.ts';
import { createPage } from './page.ts';
import type { FromEngine, ToEngine } from './wire.ts';

/** Starts the engine, in a worker where there can be one, and gives the page its client. */
export function connect(): SyncClient {
  /** What the page said so far, kept until an engine answers. */
  let said: ToEngine[] | null = [];
  let tell = (_message: ToEngine): void => {};
  const say = (message: ToEngine) => {
    said?.push(message);
    tell(message);
  };
  const page = createPage(say);

  const startOnPage = async () => {
    const [{ startEngine }, { browserPorts }] = await Promise.all([
      import('./engine.ts'),
      import('./browser-ports.ts'),
    ]);
    const engine = startEngine(browserPorts(), (message) => queueMicrotask(() => page.receive(message)));
    const before = said ?? [];
    said = null;
    tell = engine.receive;
    for (const message of before) tell(message);
  };
  try {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'veche-sync' });
    worker.onmessage = ({ data }: MessageEvent<FromEngine>) => {
      said = null;
      page.receive(data);
    };
    worker.onerror = () => {
      // One that worked before has stumbled, not failed to start.
      if (said === null) return;
      worker.terminate();
      tell = () => {};
      void startOnPage();
    };
    tell = (message) => worker.postMessage(message);
  } catch {
    void startOnPage();
  }

  addEventListener('online', () => say({ t: 'network', online: true }));
  addEventListener('offline', () => say({ t: 'network', online: false }));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') say({ t: 'visible' });
  });
  return page.client;
}
