import { z } from 'zod';
import { accountDeletionMethods } from './account-deletion.ts';
import { Account, DisplayName, Language, Username } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, SessionId, Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';

const Phone = z.string().trim().min(5).max(32);

/** How the client keeps its session: the web in a cookie it cannot read, other clients as a bearer token. */
export const Transport = z.enum(['cookie', 'token']);

/** What the device calls itself in the list of sessions; told by its user agent when empty. */
export const DeviceName = PlainText.trim().max(120).default('');

export const SignedIn = z.object({
  account: Account,
  sessionId: SessionId,
  isNew: z.boolean(),
  /** Only with transport `token`; shown once. */
  token: z.string().optional(),
});

export const requestCode = defineMethod({
  name: 'identity.requestCode',
  summary: 'Sends a one-time code to a phone number.',
  scope: 'public',
  idempotency: 'once',
  input: z.strictObject({ phone: Phone, language: Language.default('ru') }),
  output: z.object({ phone: z.string(), expiresInSeconds: z.int(), retryAfterSeconds: z.int() }),
  errors: [],
  perMinute: 30,
});

/** Sessions of one account; a further one ends the one that was used least lately. */
export const MAX_SESSIONS = 100;

export const signIn = defineMethod({
  name: 'identity.signIn',
  summary:
    'Exchanges a one-time code for a session; makes the account when the number is new. Where an additional password is set it answers `second_factor_required` with a ticket for `secondFactor.signIn`.',
  scope: 'public',
  idempotency: 'once',
  input: z.strictObject({
    phone: Phone,
    code: z.string().regex(/^\d{6}$/, 'must be six digits'),
    name: DisplayName.optional(),
    device: DeviceName,
    language: Language.default('ru'),
    transport: Transport.default('token'),
  }),
  output: SignedIn,
  errors: ['wrong_code', 'expired', 'second_factor_required'],
  perMinute: 30,
});

export const listDemoPeople = defineMethod({
  name: 'identity.listDemoPeople',
  summary: 'Lists the demo people of a development server.',
  scope: 'public',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ people: z.array(Account.extend({ role: z.string() })) }),
  errors: ['not_supported'],
});

export const signInAsDemo = defineMethod({
  name: 'identity.signInAsDemo',
  summary: 'Signs in as a demo person; answers only on a development server.',
  scope: 'public',
  idempotency: 'once',
  input: z.strictObject({
    accountId: AccountId,
    device: DeviceName,
    transport: Transport.default('token'),
  }),
  output: SignedIn,
  errors: ['not_supported', 'not_found'],
});

export const me = defineMethod({
  name: 'identity.me',
  summary: "The caller's own account.",
  scope: 'profile:read',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({
    account: Account,
    language: Language,
    phone: z.string().optional(),
    sessionId: SessionId.optional(),
  }),
  errors: [],
});

export const updateProfile = defineMethod({
  name: 'identity.updateProfile',
  summary: 'Changes own name, public name or language.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({
    name: DisplayName.optional(),
    username: Username.nullable().optional(),
    language: Language.optional(),
  }),
  output: z.object({ account: Account, language: Language }),
  errors: ['conflict'],
  perMinute: 30,
});

export const Session = z.object({
  sessionId: SessionId,
  device: z.string(),
  createdAt: Timestamp,
  lastUsedAt: Timestamp,
  expiresAt: Timestamp,
  current: z.boolean(),
});
export type Session = z.infer<typeof Session>;

export const listSessions = defineMethod({
  name: 'identity.listSessions',
  summary: 'Devices signed in to the account, newest use first.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ sessions: z.array(Session) }),
  errors: [],
});

export const revokeSession = defineMethod({
  name: 'identity.revokeSession',
  summary: 'Signs a device out at once; its sockets are closed.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ sessionId: SessionId }),
  output: z.object({}),
  errors: ['not_found'],
});

export const signOut = defineMethod({
  name: 'identity.signOut',
  summary: 'Ends the session of this call.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({}),
  output: z.object({}),
  errors: [],
});

export const findPeople = defineMethod({
  name: 'identity.findPeople',
  summary:
    'Finds accounts by exact phone number, by public name, or by name among contacts and people of shared groups and direct chats, typing mistakes forgiven.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ query: PlainText.trim().min(1).max(64), limit: z.int().min(1).max(50).default(20) }),
  output: z.object({ accounts: z.array(Account) }),
  errors: [],
  perMinute: 120,
});

export const getAccounts = defineMethod({
  name: 'identity.getAccounts',
  summary:
    'Profiles of accounts that share a chat with the caller, or left a group after the caller came; others are left out.',
  scope: 'chats:read',
  idempotency: 'read',
  input: z.strictObject({ accountIds: z.array(AccountId).min(1).max(100) }),
  output: z.object({ accounts: z.array(Account) }),
  errors: [],
});

export const identityMethods = {
  requestCode,
  signIn,
  listDemoPeople,
  signInAsDemo,
  me,
  updateProfile,
  listSessions,
  revokeSession,
  signOut,
  findPeople,
  getAccounts,
  ...accountDeletionMethods,
};
