import { effect } from '@preact/signals-core';
import { followCalls } from '../features/calls/open.ts';
import type { Shell } from '../state/shell.ts';
import { followAppNotifications } from './follow-app-notifications.ts';
import { followNotifications } from './follow-notifications.ts';
import { registerWorker } from './service-worker.ts';
import { followUpdates } from './updates.ts';

/** What nobody waits for: the service worker, and what it does for the page. */
export function followLater(shell: Shell): void {
  followBadge(shell);
  followCalls(shell);
  followAppNotifications(shell);
  // In windows that keep nothing the property is there and empty.
  if ((navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker === undefined) return;
  followNotifications((path) => shell.router.go(path));
  registerWorker().then(
    (registration) => {
      followUpdates(shell, registration);
      followQueue(shell, registration);
    },
    // Without it everything works, online.
    () => undefined,
  );
}

/** Marks the icon of an installed shell with the number of chats that have something unread. */
function followBadge({ client }: Shell): void {
  if (!('setAppBadge' in navigator)) return;
  effect(() => {
    const unread = client.chats.value.filter((chat) => chat.unreadCount > 0).length;
    if (client.status.value === 'starting') return;
    void (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => undefined);
  });
}

/** Without a connection, the browser is asked to send the queue once there is one, even when no page is open then. */
function followQueue({ client }: Shell, registration: ServiceWorkerRegistration): void {
  const { sync } = registration as { sync?: { register(tag: string): Promise<void> } };
  if (sync === undefined) return;
  effect(() => {
    if (client.status.value === 'offline') sync.register('veche-queue').catch(() => undefined);
  });
}
