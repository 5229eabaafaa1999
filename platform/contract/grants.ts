import { z } from 'zod';
import { Language } from './accounts.ts';
import { AppScope, GrantDuration } from './app-scopes.ts';
import { MAX_NOTIFICATIONS_A_DAY } from './app-notifications.ts';
import { defineMethod } from './core/define-method.ts';
import { AppId, Timestamp } from './core/ids.ts';

/** Most days that a person may let a grant run before it ends by itself. */
export const MAX_GRANT_DAYS = 3650;

export const GrantId = z.uuid();

const LaunchId = z.string().min(1).max(64);
const Asked = z.strictObject({ launchId: LaunchId, scope: AppScope });
const ExpiresInDays = z.int().min(1).max(MAX_GRANT_DAYS);

/** Of the app, in the language that was asked for. */
const AskingApp = z.object({ appId: AppId, slug: z.string(), name: z.string() });

/** Who answers for an app: a person, or an organisation. */
const AppOwner = z.object({ name: z.string(), isVerified: z.boolean() });

/** One person's consent to one scope of one app for one purpose. */
export const Grant = z.object({
  grantId: GrantId,
  app: AskingApp.extend({ icon: z.string().optional() }),
  owner: AppOwner,
  scope: AppScope,
  /** The developer's words on what it is for, as the person was shown them. */
  purpose: z.string(),
  /** Days that the developer says to keep what it got; 0: no longer than the window is open. */
  retentionDays: z.int(),
  duration: GrantDuration,
  givenAt: Timestamp,
  /** Notifications that the app may send in 24 hours; for `notifications` alone. */
  perDay: z.int().optional(),
  /** When it ends by itself; absent: not before the person ends it. */
  expiresAt: Timestamp.optional(),
});
export type Grant = z.infer<typeof Grant>;

const question = defineMethod({
  name: 'grants.question',
  summary: 'What a person is to be asked when a launched app wants something of theirs. Asks and changes nothing.',
  scope: 'session',
  idempotency: 'read',
  input: Asked.extend({ language: Language }),
  output: z.object({
    app: AskingApp,
    owner: AppOwner,
    purpose: z.string(),
    retentionDays: z.int(),
    fields: z.array(z.string()),
    durations: z.array(GrantDuration),
  }),
  errors: ['not_found', 'expired', 'conflict'],
});

const give = defineMethod({
  name: 'grants.give',
  summary:
    'Lets the app of a launch have one scope that its release declares. A grant of the same scope that it replaces ends.',
  scope: 'session',
  idempotency: 'once',
  input: Asked.extend({
    duration: GrantDuration,
    /** With `untilRevoked` alone. */
    expiresInDays: ExpiresInDays.optional(),
  }).refine(({ duration, expiresInDays }) => expiresInDays === undefined || duration === 'untilRevoked', {
    message: 'only a grant until it is revoked has a last day',
    path: ['expiresInDays'],
  }),
  output: z.object({ grantId: GrantId }),
  errors: ['not_found', 'expired', 'conflict'],
  perMinute: 60,
});

const refuse = defineMethod({
  name: 'grants.refuse',
  summary: 'Writes into the ledger that the person did not agree.',
  scope: 'session',
  idempotency: 'once',
  input: Asked,
  output: z.object({}),
  errors: ['not_found', 'expired', 'conflict'],
  perMinute: 60,
});

const revoke = defineMethod({
  name: 'grants.revoke',
  summary: 'Ends a grant. From then on nothing is read by it; windows that are open are told.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ grantId: GrantId }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found'],
});

const limit = defineMethod({
  name: 'grants.limit',
  summary: 'Lets a grant end by itself after some days; it never makes one longer.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ grantId: GrantId, expiresInDays: ExpiresInDays }),
  output: z.object({ expiresAt: Timestamp }),
  errors: ['not_found'],
});

const setPerDay = defineMethod({
  name: 'grants.setPerDay',
  summary: 'Sets how many notifications an app may send in 24 hours.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ grantId: GrantId, perDay: z.int().min(0).max(MAX_NOTIFICATIONS_A_DAY) }),
  output: z.object({}),
  errors: ['not_found'],
});

const list = defineMethod({
  name: 'grants.list',
  summary: 'Every grant of the caller that holds, the newest first.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ language: Language }),
  output: z.object({ grants: z.array(Grant) }),
  errors: [],
});

const endLaunch = defineMethod({
  name: 'grants.endLaunch',
  summary: "The window of a launch was closed: what was granted while it is open ends, and the launch can't be used.",
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ launchId: LaunchId }),
  output: z.object({}),
  errors: ['not_found'],
});

const getAttributes = defineMethod({
  name: 'people.getAttributes',
  summary:
    'Reads what a grant lets the app of a launch have, and writes the use into the ledger. Without a grant: `consent_required`.',
  scope: 'session',
  idempotency: 'once',
  input: Asked,
  output: z.object({
    /** The person, to this app alone: always the same here, and another one to every other app. */
    personId: z.string(),
    /** By the names of the scope's fields; null: the person has none. What the device knows is not among them. */
    values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    /**
     * With a phone number: that it is theirs, signed for the app's back end. Url-encoded pairs `contact`, `auth_date`
     * and `hash`, as launch data has it; with `launch_form: vk` the `sign` of that dialect.
     */
    proof: z.string().optional(),
  }),
  errors: ['not_found', 'expired', 'consent_required', 'conflict'],
  perMinute: 120,
});

const listScopes = defineMethod({
  name: 'people.listScopes',
  summary: 'What the release of a launch declares, and which of it a reading would give now without asking the person.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ launchId: LaunchId }),
  output: z.object({ scopes: z.array(z.object({ scope: AppScope, isGranted: z.boolean() })) }),
  errors: ['not_found', 'expired'],
});

export const grantMethods = { question, give, refuse, revoke, limit, setPerDay, list, endLaunch };
export const peopleMethods = { getAttributes, listScopes };

export const grantEvents = {
  /** An app may have something from now on, or no longer. */
  changed: z.object({ kind: z.literal('grant.changed'), appId: AppId, scope: AppScope, isGranted: z.boolean() }),
};
