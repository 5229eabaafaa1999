import { VecheError } from '@veche/contract/light';
import { readSignedPairs, requireFresh, type VerifyOptions } from './signatures.ts';

/** Whose number an app was told. `accountId` is the person's of launch data. */
export interface Contact {
  readonly accountId: number;
  /** International form with `+`. */
  readonly phoneNumber: string;
  readonly firstName: string;
  readonly lastName?: string;
}

/**
 * Checks the `proof` of a phone number on the app's own server and reads it. Rejects with `forbidden` when it was not
 * signed for this app or was changed, with `expired` when it is too old, with `conflict` when it was taken before, with `malformed` when it is none at all.
 *
 * @example
 * const { accountId, phoneNumber } = await verifyContact(proof, { token: process.env.APP_TOKEN! });
 */
export async function verifyContact(
  proof: string,
  { token, ...options }: VerifyOptions & { readonly token: string },
): Promise<Contact> {
  const fields = await readSignedPairs(proof, token);
  const text = fields.get('contact');
  if (text === undefined) throw new VecheError('malformed', 'This is no proof of a phone number.');
  await requireFresh(new Date(Number(fields.get('auth_date')) * 1000), fields.get('hash')!, options);
  // Only the server signs, and it writes these fields.
  const contact = JSON.parse(text) as { user_id: number; phone_number: string; first_name: string; last_name?: string };
  return {
    accountId: contact.user_id,
    phoneNumber: contact.phone_number,
    firstName: contact.first_name,
    ...(contact.last_name === undefined ? {} : { lastName: contact.last_name }),
  };
}
