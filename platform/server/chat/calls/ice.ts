import { createHmac } from 'node:crypto';
import type { IceSettings } from '@veche/contract';

/** Servers that help the two sides of a call to reach each other; without any they reach what they see themselves. */
export interface IceServers {
  readonly stunUrls: readonly string[];
  readonly turnUrls: readonly string[];
  /** Shared with the relays: coturn's `static-auth-secret`. */
  readonly turnSecret: string | null;
}

/** How long the key to a relay is good: longer than people talk. */
const KEY_SECONDS = 12 * 3600;

export function hasRelay({ turnUrls, turnSecret }: IceServers): boolean {
  return turnUrls.length > 0 && turnSecret !== null;
}

/**
 * What a device connects with. Keys to relays follow draft-uberti-behave-turn-rest-00: the name is until when the key
 * is good and what for, the key its HMAC-SHA1.
 */
export function iceSettingsOf(
  servers: IceServers,
  { name, hidesAddress, now }: { name: string; hidesAddress: boolean; now: Date },
): IceSettings {
  const { stunUrls, turnUrls, turnSecret } = servers;
  const stun = stunUrls.length === 0 ? [] : [{ urls: [...stunUrls] }];
  if (turnUrls.length === 0 || turnSecret === null) return { iceServers: stun, relayOnly: false };
  const username = `${Math.floor(now.getTime() / 1000) + KEY_SECONDS}:${name}`;
  const credential = createHmac('sha1', turnSecret).update(username).digest('base64');
  return { iceServers: [...stun, { urls: [...turnUrls], username, credential }], relayOnly: hidesAddress };
}
