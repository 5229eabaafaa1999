import { effect } from '@preact/signals-core';
import type { Shell } from '../state/shell.ts';

const LOOK_EVERY_MS = 60 * 60_000;

/** Tells of a newer version that waits. It is taken when the person says so, or when the last page is closed. */
export function followUpdates({ client, update }: Shell, registration: ServiceWorkerRegistration): void {
  const { serviceWorker } = navigator;
  let isTaking = false;
  // Without a worker in charge this is the first one, and the page is as new as it.
  let isFirst = serviceWorker.controller === null;
  const reload = () => location.reload();

  const look = () => {
    const { waiting } = registration;
    if (waiting === null || isFirst) return;
    update.value = {
      isReady: true,
      take() {
        isTaking = true;
        waiting.postMessage({ t: 'takeOver' });
      },
    };
  };
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') look();
    });
  });
  serviceWorker.addEventListener('controllerchange', () => {
    if (isTaking) return reload();
    // Taken in another tab; here something may be half written.
    if (!isFirst) update.value = { isReady: true, take: reload };
    isFirst = false;
  });
  look();

  const ask = () => void registration.update().catch(() => undefined);
  setInterval(ask, LOOK_EVERY_MS);
  effect(() => {
    if (!client.outdated.value) return;
    ask();
    // A kept page would come back as old as it is.
    if (!update.peek().isReady) update.value = { isReady: true, take: () => void forgetKept().then(reload) };
  });
}

async function forgetKept(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('veche-shell-')).map((name) => caches.delete(name)));
}
