import { z } from 'zod';
import { Account, DisplayName, Username } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';

/** Most contacts of an account. */
export const MAX_CONTACTS = 10_000;
/** Most numbers of one import. */
export const MAX_IMPORT = 1000;
/** Numbers that an account may look up in a day, by import, by adding and by searching together. */
export const MAX_PHONES_A_DAY = 2000;

/** A person the account knows. `name` is the account's own for it; the account's shown name stays the person's. */
export const Contact = z.object({ account: Account, name: z.string().optional(), addedAt: Timestamp });
export type Contact = z.infer<typeof Contact>;

const Phone = PlainText.trim().min(5).max(32);
const ownName = DisplayName.optional();

const add = defineMethod({
  name: 'contacts.add',
  summary: 'Adds a person to the contacts, or gives a contact another own name; without one, it has its own again.',
  scope: 'session',
  idempotency: 'natural',
  input: z
    .strictObject({
      phone: Phone.optional(),
      accountId: AccountId.optional(),
      username: Username.optional(),
      name: ownName,
    })
    .refine(
      ({ phone, accountId, username }) => [phone, accountId, username].filter((one) => one !== undefined).length === 1,
      { message: 'give one of accountId, phone and username', path: ['accountId'] },
    )
    .meta({ examples: [{ phone: '+79990000001' }] }),
  output: z.object({ contact: Contact }),
  errors: ['not_found', 'conflict'],
  perMinute: 60,
});

const remove = defineMethod({
  name: 'contacts.remove',
  summary: 'Removes a contact and the own name for it.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ accountId: AccountId }),
  output: z.object({}),
  errors: [],
  perMinute: 120,
});

const list = defineMethod({
  name: 'contacts.list',
  summary: 'Contacts in the order of their shown names.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({
    /** Start of a word of the own name or the shown one. */
    query: PlainText.trim().min(1).max(64).optional(),
    cursor: z.string().max(500).optional(),
    limit: z.int().min(1).max(200).default(100),
  }),
  output: z.object({ contacts: z.array(Contact), nextCursor: z.string().optional() }),
  errors: [],
});

const importPhones = defineMethod({
  name: 'contacts.import',
  summary:
    'Finds which of up to 1000 phone numbers are here and adds those to the contacts. The others are not kept, and an own name that a contact has stays. An account may look up 2000 numbers a day.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({
    contacts: z
      .array(z.strictObject({ phone: Phone, name: ownName }))
      .min(1)
      .max(MAX_IMPORT),
  }),
  output: z.object({
    /** One for each number that is here and may be found; `index` is its place in the input. */
    found: z.array(z.object({ index: z.int(), contact: Contact })),
  }),
  errors: ['conflict'],
  perMinute: 6,
});

export const contactMethods = { add, remove, list, import: importPhones };

export const contactEvents = {
  /** Contacts were added, renamed or removed on one of the devices: read them again where they are shown. */
  changed: z.object({ kind: z.literal('contacts.changed'), accountIds: z.array(AccountId) }),
};
