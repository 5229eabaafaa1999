import type { ReactiveController } from 'lit';
import type { ShellElement } from '../../parts/element.ts';

const EVERY_MS = 3000;

/** Asks again and again while the element is on the page and the page is in sight. */
export function followNew(host: ShellElement, ask: () => void): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const controller: ReactiveController = {
    hostConnected() {
      timer = setInterval(() => {
        if (!document.hidden) ask();
      }, EVERY_MS);
    },
    hostDisconnected: () => clearInterval(timer),
  };
  host.addController(controller);
}
