/** What the bench asks inside the page; runs there, so it stands on nothing but the browser. */
export interface Probe {
  /** The first element that matches, in whatever shadow root. */
  find(selector: string): HTMLElement | null;
  /** Elements of the document with all its shadow roots. */
  count(): number;
  /** Moment (ms since the page began) at which the next frame was painted. */
  painted(): Promise<number>;
  /** As `painted`, once the condition holds; fails after half a minute. */
  paintedWhen(holds: () => boolean): Promise<number>;
  /** Gaps between frames, in milliseconds, for so long. */
  frames(milliseconds: number): Promise<number[]>;
  /** When the list of chats was first painted. */
  readonly listPainted: Promise<number>;
  /** When a list of more than a thousand chats came from the worker. */
  manyRowsAt: number | null;
}

declare global {
  interface Window {
    probe: Probe;
  }
}

/** Made for `addInitScript`: stands ready before the page's own code. */
export function installProbe(): void {
  const WAIT_MS = 30_000;
  const findIn = (root: ParentNode, selector: string): HTMLElement | null => {
    const direct = root.querySelector<HTMLElement>(selector);
    if (direct !== null) return direct;
    for (const element of root.querySelectorAll('*')) {
      const inner = element.shadowRoot === null ? null : findIn(element.shadowRoot, selector);
      if (inner !== null) return inner;
    }
    return null;
  };
  const countIn = (root: ParentNode): number =>
    [...root.querySelectorAll('*')].reduce(
      (sum, element) => sum + 1 + (element.shadowRoot === null ? 0 : countIn(element.shadowRoot)),
      0,
    );
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const painted = async () => {
    await frame();
    // A message is taken up after the frame it was sent in was drawn.
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });
    return performance.now();
  };
  const paintedWhen = async (holds: () => boolean) => {
    const deadline = performance.now() + WAIT_MS;
    while (!holds()) {
      if (performance.now() > deadline) throw new Error('what was waited for did not come');
      await frame();
    }
    return painted();
  };
  const probe: Probe = {
    find: (selector) => findIn(document, selector),
    count: () => countIn(document),
    painted,
    paintedWhen,
    async frames(milliseconds) {
      const gaps: number[] = [];
      const end = performance.now() + milliseconds;
      for (let before = await frame(), now = before; now < end; before = now) {
        now = await frame();
        gaps.push(now - before);
      }
      return gaps;
    },
    // Looked for on its own page alone: the looking takes time from all else that goes on.
    listPainted:
      location.pathname === '/c'
        ? paintedWhen(() => document.readyState !== 'loading' && findIn(document, 'a.chat') !== null)
        : Promise.reject(new Error('this is not the page of the list')),
    manyRowsAt: null,
  };
  probe.listPainted.catch(() => undefined);
  window.probe = probe;
  const Plain = Worker;
  window.Worker = class extends Plain {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      this.addEventListener('message', (event: MessageEvent<{ t: string; rows?: unknown[] }>) => {
        const now = performance.now();
        if (event.data.t === 'rows' && (event.data.rows?.length ?? 0) > 1000) probe.manyRowsAt ??= now;
      });
    }
  };
}
