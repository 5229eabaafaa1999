import { z } from 'zod';
import { Account } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId } from './core/ids.ts';

/** Most accounts that one rule names as exceptions on each side. */
export const MAX_EXCEPTIONS = 100;

/**
 * What others may know or do: see when the account was here, see what it has read, find it by its phone number, add it
 * to groups, be told who wrote a forwarded message of its, see its photo, call it.
 */
export const PrivacySubject = z.enum([
  'lastSeen',
  'readReceipts',
  'phoneNumber',
  'addToChats',
  'forwards',
  'profilePhoto',
  'calls',
]);
export type PrivacySubject = z.infer<typeof PrivacySubject>;

export const Audience = z.enum(['everyone', 'contacts', 'nobody']);
export type Audience = z.infer<typeof Audience>;

const Exceptions = z.array(AccountId).max(MAX_EXCEPTIONS);

/** Who may. Exceptions go before the audience, `deniedIds` before `allowedIds`; blocked accounts never may. */
export const PrivacyRule = z.object({ audience: Audience, allowedIds: Exceptions, deniedIds: Exceptions });
export type PrivacyRule = z.infer<typeof PrivacyRule>;

const get = defineMethod({
  name: 'privacy.get',
  summary: 'What others may know of the caller or do to it; without a word of the caller, everyone may.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({
    rules: z.record(PrivacySubject, PrivacyRule),
    /** Those whom exceptions name. */
    accounts: z.array(Account),
  }),
  errors: [],
});

const set = defineMethod({
  name: 'privacy.set',
  summary: 'Replaces one rule. Read receipts are for everyone or nobody, without exceptions.',
  scope: 'session',
  idempotency: 'natural',
  input: z
    .strictObject({
      subject: PrivacySubject,
      audience: Audience,
      allowedIds: Exceptions.default([]),
      deniedIds: Exceptions.default([]),
    })
    .refine(({ subject, audience }) => subject !== 'readReceipts' || audience !== 'contacts', {
      message: 'read receipts are for everyone or nobody',
      path: ['audience'],
    })
    .refine(
      ({ subject, allowedIds, deniedIds }) =>
        subject !== 'readReceipts' || (allowedIds.length === 0 && deniedIds.length === 0),
      { message: 'read receipts have no exceptions', path: ['allowedIds'] },
    ),
  output: z.object({ rule: PrivacyRule }),
  errors: ['not_found'],
  perMinute: 60,
});

export const privacyMethods = { get, set };

export const privacyEvents = {
  changed: z.object({ kind: z.literal('privacy.changed'), subject: PrivacySubject }),
};
