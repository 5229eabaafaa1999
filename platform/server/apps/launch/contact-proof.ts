import { createHash } from 'node:crypto';
import { readLaunchKey } from '../../bots/index.ts';
import { splitName } from '../../identity/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';
import type { Secrets } from '../../kernel/secrets.ts';
import { hashOf } from './launch-data.ts';
import type { OpenedLaunch } from './store.ts';
import { vkSecretOf } from './vk-launch-params.ts';

/** Whose number it is, and when the app was told. */
export interface ContactFacts {
  /** As launch data has it. */
  readonly userId: number;
  readonly name: string;
  /** International form with `+`. */
  readonly phoneNumber: string;
  readonly at: Date;
}

/** What shows an app's back end that a number is the person's, in the form that its release is launched in. */
export async function signContact(
  dependencies: { readonly sql: Queryable; readonly secrets: Secrets },
  { appId, launchForm }: Pick<OpenedLaunch, 'appId' | 'launchForm'>,
  facts: ContactFacts,
): Promise<string> {
  const launchKey = await readLaunchKey(dependencies, appId);
  return launchForm === 'vk' ? signVkPhone(facts, appId, vkSecretOf(launchKey)) : signContactPairs(facts, launchKey);
}

/** The contact as `getRequestedContact` of Telegram Web Apps answers it, under the `hash` of launch data. */
function signContactPairs({ userId, name, phoneNumber, at }: ContactFacts, launchKey: Uint8Array): string {
  const { first, last } = splitName(name);
  const contact = {
    user_id: userId,
    phone_number: phoneNumber,
    first_name: first,
    ...(last === undefined ? {} : { last_name: last }),
  };
  const pairs: [string, string][] = [
    ['contact', JSON.stringify(contact)],
    ['auth_date', String(Math.floor(at.getTime() / 1000))],
  ];
  return new URLSearchParams([...pairs, ['hash', hashOf(pairs, launchKey)]]).toString();
}

/** Source: dev.vk.com/bridge/VKWebAppGetPhoneNumber, the field `sign`; numbers have no `+` there. */
function signVkPhone({ userId, phoneNumber }: ContactFacts, appId: number, secret: string): string {
  const digits = phoneNumber.replace('+', '');
  return createHash('sha256').update(`${appId}${secret}${userId}phone_number${digits}`).digest('base64url');
}
