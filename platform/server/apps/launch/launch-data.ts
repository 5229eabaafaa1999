import { createHmac, type KeyObject, sign } from 'node:crypto';
import type { Language } from '@veche/contract';
import { splitName } from '../../identity/index.ts';

/** What the key for third parties is derived for. */
export const LAUNCH_SIGNATURE = 'launch data signature';

/** What launch data says, before it has a form. */
export interface LaunchFacts {
  readonly launchId: string;
  readonly person: { readonly id: number; readonly name: string; readonly username?: string };
  readonly language: Language;
  /** Whether the app's bot may write to the person. */
  readonly botMayWrite: boolean;
  readonly chat?: { readonly type: 'sender' | 'private' | 'supergroup' | 'channel'; readonly instance: string };
  readonly startParam?: string;
  readonly at: Date;
}

export interface LaunchKeys {
  /** HMAC-SHA256("WebAppData", token) of the app. */
  readonly launchKey: Uint8Array;
  /** The number before the colon of that token. */
  readonly tokenId: number;
  /** Our own Ed25519 key. */
  readonly signingKey: KeyObject;
}

/**
 * Launch data in the form of Telegram Web Apps: url-encoded pairs with `signature` for third parties and `hash` for
 * the app's own back end. `signature` is hashed like every other pair.
 * Source: core.telegram.org/bots/webapps, "Validating data received via the Mini App".
 */
export function signLaunchData(facts: LaunchFacts, { launchKey, tokenId, signingKey }: LaunchKeys): string {
  const pairs: [string, string][] = [
    ['query_id', facts.launchId],
    ['user', JSON.stringify(userOf(facts))],
    ...pairsOf({ chat_instance: facts.chat?.instance, chat_type: facts.chat?.type, start_param: facts.startParam }),
    ['auth_date', String(Math.floor(facts.at.getTime() / 1000))],
  ];
  const signature = sign(null, Buffer.from(signedText(pairs, tokenId)), signingKey).toString('base64url');
  pairs.push(['signature', signature]);
  return new URLSearchParams([...pairs, ['hash', hashOf(pairs, launchKey)]]).toString();
}

/** Hex HMAC-SHA256 over all pairs but `hash`. */
export function hashOf(pairs: readonly (readonly [string, string])[], launchKey: Uint8Array): string {
  return createHmac('sha256', launchKey).update(sortedText(pairs)).digest('hex');
}

/** What the Ed25519 signature stands under. */
export function signedText(pairs: readonly (readonly [string, string])[], tokenId: number): string {
  return `${tokenId}:WebAppData\n${sortedText(pairs)}`;
}

/** Pairs as `key=value` in their order, joined by line breaks. */
export function sortedText(pairs: readonly (readonly [string, string])[]): string {
  return pairs
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join('\n');
}

/** The person as every dialect writes it. */
export function userOf({ person, language, botMayWrite }: LaunchFacts): object {
  const { first, last } = splitName(person.name);
  return {
    id: person.id,
    first_name: first,
    ...(last === undefined ? {} : { last_name: last }),
    ...(person.username === undefined ? {} : { username: person.username }),
    language_code: language,
    ...(botMayWrite ? { allows_write_to_pm: true } : {}),
  };
}

function pairsOf(fields: Record<string, string | undefined>): [string, string][] {
  return Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined);
}
