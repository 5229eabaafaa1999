import type { AppScope, BridgeEventData } from '@veche/contract';
import type { Veche } from './connect.ts';

/** What each scope gives, by the names of its fields; null: the person has none. */
interface AttributesOf {
  name: { name: string };
  /** A data address of a small picture. */
  photo: { photo: string | null };
  publicName: { publicName: string | null };
  language: { language: 'ru' | 'en' };
  /** International form with `+`; `proof` shows the app's back end whose it is: `verifyContact`. */
  phoneNumber: { phoneNumber: string | null; proof?: string };
  /** From now on the app's bot may write to the person. */
  writeToMe: { writeAccess: true };
  /** From now on the app's back end may call `apps.notify`, as often in a day as the person says. */
  notifications: { notifications: true };
  /** Degrees in WGS 84; within how many meters the place is known. */
  location: { latitude: number; longitude: number; accuracyMeters: number };
}

export type Attributes<Scope extends AppScope> = AttributesOf[Scope] & {
  /** The person, to this app alone: always the same here, and another one to every other app. */
  readonly personId: string;
};

/**
 * Something of the person that the manifest declares in `scopes`. Where they have not let the app have it, the platform
 * asks them; call it when they pressed something, so that they know why. Rejects with a VecheError: `forbidden` (they
 * did not agree; with `field` `scope`: not declared), `rate_limited` (three questions in a row, or more uses in an hour
 * than their ledger takes: wait `retryAfterSeconds`), `unavailable` (the app is not in view, or the device does not
 * tell where it is), `conflict` (the app has no bot that could write), `expired`, `timeout`.
 *
 * @example
 * try {
 *   const { phoneNumber } = await requestAttributes(veche, 'phoneNumber');
 * } catch (error) {
 *   if (error instanceof VecheError && error.code === 'forbidden') showFieldToType();
 * }
 */
export async function requestAttributes<Scope extends AppScope>(
  veche: Veche,
  scope: Scope,
): Promise<Attributes<Scope>> {
  const { values, ...more } = await veche.request('people.getAttributes', { scope });
  return { ...values, ...more } as Attributes<Scope>;
}

/**
 * Calls back when the person took back what they had let the app have for longer than once: forget it now. The next
 * request asks them anew. Answers a function that ends it.
 *
 * @example
 * onGrantEnded(veche, ({ scope }) => scope === 'name' && forgetName());
 */
export function onGrantEnded(
  veche: Veche,
  listener: (ended: BridgeEventData<'people.grantEnded'>) => void,
): () => void {
  return veche.on('people.grantEnded', listener);
}
