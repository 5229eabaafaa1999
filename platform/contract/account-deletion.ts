import { z } from 'zod';
import type { Language } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';

/** What a person retypes to delete the account; case and outer blanks do not matter. */
export const DELETION_PHRASES: Record<Language, string> = {
  ru: 'удалить мою учётную запись',
  en: 'delete my account',
};

/** An account that is going to be erased: it works as before until then. */
export const AccountDeletion = z.object({ requestedAt: Timestamp, erasesAt: Timestamp });
export type AccountDeletion = z.infer<typeof AccountDeletion>;

export const deleteAccount = defineMethod({
  name: 'identity.deleteAccount',
  summary:
    'Deletes the account for good after a time to think: profile, own messages everywhere, memberships, private data. Groups and channels pass to another admin or member; bots and apps of the account end.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({
    confirmation: z.discriminatedUnion('by', [
      /** The phrase of any language; `identity.getDeletion` tells it. */
      z.strictObject({ by: z.literal('phrase'), phrase: PlainText.max(100) }),
      /** A fresh one-time code for the phone of the account, from `identity.requestCode`. */
      z.strictObject({ by: z.literal('code'), code: z.string().regex(/^\d{6}$/, 'must be six digits') }),
    ]),
  }),
  output: z.object({ deletion: AccountDeletion }),
  errors: ['wrong_code', 'expired'],
  perMinute: 10,
});

export const getDeletion = defineMethod({
  name: 'identity.getDeletion',
  summary:
    'The phrase that confirms a deletion, the days to think, and when the account is erased if that was asked for.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ phrase: z.string(), graceDays: z.int(), deletion: AccountDeletion.optional() }),
  errors: [],
});

export const cancelDeletion = defineMethod({
  name: 'identity.cancelDeletion',
  summary: 'Keeps an account that was going to be deleted.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({}),
  output: z.object({ changed: z.boolean() }),
  errors: ['conflict'],
});

export const accountDeletionMethods = { deleteAccount, getDeletion, cancelDeletion };
