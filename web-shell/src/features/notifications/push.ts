import { registerWorker } from '../../app/service-worker.ts';
import type { Shell } from '../../state/shell.ts';

/** Why this device gets no pushes. */
export type PushState = 'on' | 'off' | 'refused' | 'impossible';

export function isPushPossible(): boolean {
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer };
  return serviceWorker !== undefined && 'PushManager' in globalThis && 'Notification' in globalThis;
}

/** What the browser says now, without asking the person. */
export async function readPushState(subscribed: boolean): Promise<PushState> {
  if (!isPushPossible()) return 'impossible';
  if (Notification.permission === 'denied') return 'refused';
  const registration = await navigator.serviceWorker.getRegistration('/');
  const subscription = await registration?.pushManager.getSubscription();
  return subscribed && subscription != null ? 'on' : 'off';
}

/** Asks the person and the browser, and tells the server where to push. */
export async function switchPushOn({ client }: Pick<Shell, 'client'>): Promise<PushState> {
  if (!isPushPossible()) return 'impossible';
  if ((await Notification.requestPermission()) !== 'granted') return 'refused';
  const { publicKey } = await client.call('notifications.getKey', {});
  await registerWorker();
  const { pushManager } = await navigator.serviceWorker.ready;
  // A subscription under another key would never be heard of again.
  await (await pushManager.getSubscription())?.unsubscribe();
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint = '', keys = {} } = subscription.toJSON();
  const { p256dh = '', auth = '' } = keys;
  await client.call('notifications.subscribe', { endpoint, keys: { p256dh, auth } });
  return 'on';
}

export async function switchPushOff({ client }: Pick<Shell, 'client'>): Promise<PushState> {
  await client.call('notifications.unsubscribe', {});
  const registration = await navigator.serviceWorker.getRegistration('/');
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
  return 'off';
}
