import type { Shell } from '../../state/shell.ts';
import { isPushPossible } from './push.ts';

/** What must hold for a push to be shown here, in the order in which one leans on the other. */
export const conditions = ['possible', 'permission', 'worker', 'subscription', 'key', 'server'] as const;
export type Condition = (typeof conditions)[number];

/** `asked`: the person was not asked yet. `unknown`: what it leans on does not hold. */
export type Verdict = 'good' | 'bad' | 'asked' | 'unknown';

export interface Diagnosis {
  readonly verdicts: Readonly<Record<Condition, Verdict>>;
  /** When the last push came here, ISO 8601; null: none is known of. */
  readonly lastPush: string | null;
}

/** What the browser and the server say of each condition. */
export interface Findings {
  readonly isPossible: boolean;
  readonly permission: NotificationPermission;
  readonly hasWorker: boolean;
  readonly hasSubscription: boolean;
  /** Whether the subscription was made with the server's present key. */
  readonly hasKey: boolean;
  readonly isKnownToServer: boolean;
}

/** Judges each condition; what leans on one that fails is not known. */
export function judge(found: Findings): Readonly<Record<Condition, Verdict>> {
  const own: Record<Condition, Verdict> = {
    possible: found.isPossible ? 'good' : 'bad',
    permission: found.permission === 'granted' ? 'good' : found.permission === 'denied' ? 'bad' : 'asked',
    worker: found.hasWorker ? 'good' : 'bad',
    subscription: found.hasSubscription ? 'good' : 'bad',
    key: found.hasKey ? 'good' : 'bad',
    server: found.isKnownToServer ? 'good' : 'bad',
  };
  let holds = true;
  const verdicts = conditions.map((condition) => {
    const verdict = holds ? own[condition] : 'unknown';
    holds &&= verdict === 'good';
    return [condition, verdict] as const;
  });
  return Object.fromEntries(verdicts) as Record<Condition, Verdict>;
}

/** Looks at everything, and asks the person nothing. */
export async function diagnose({ client }: Pick<Shell, 'client'>): Promise<Diagnosis> {
  const [{ subscribed }, { publicKey }] = await Promise.all([
    client.call('notifications.getSettings', {}),
    client.call('notifications.getKey', {}),
  ]);
  const isPossible = isPushPossible();
  const registration = isPossible ? await navigator.serviceWorker.getRegistration('/') : undefined;
  const subscription = (await registration?.pushManager.getSubscription()) ?? null;
  const verdicts = judge({
    isPossible,
    permission: isPossible ? Notification.permission : 'denied',
    hasWorker: registration?.active != null,
    hasSubscription: subscription !== null,
    hasKey: subscription !== null && isKey(subscription.options?.applicationServerKey, publicKey),
    isKnownToServer: subscribed,
  });
  return { verdicts, lastPush: await readLastPush() };
}

/** A browser that does not tell the key is believed. */
function isKey(bytes: ArrayBuffer | null | undefined, base64url: string): boolean {
  if (bytes == null) return true;
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') === base64url.replace(/=+$/, '');
}

/** The service worker writes it. */
async function readLastPush(): Promise<string | null> {
  if (!('caches' in globalThis)) return null;
  return (await (await caches.match('/last-push', { cacheName: 'veche-pushes' }))?.text()) ?? null;
}
