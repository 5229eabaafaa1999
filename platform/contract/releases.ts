import { z } from 'zod';
import { Account, Language } from './accounts.ts';
import { AppScope } from './app-scopes.ts';
import { defineMethod } from './core/define-method.ts';
import { AppId, Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';
import { IdentityProof } from './identity-proofs.ts';
import { AppSlug, deviceFeatures } from './manifest.ts';
import { OrganisationFace } from './organisations.ts';

const EXAMPLE_HASH = '3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b';

const Hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be a sha256 in 64 hex digits')
  .meta({ examples: [EXAMPLE_HASH] });

/** Hex sha256 over manifest and files: the same content is the same release. */
export const ReleaseId = Hash;

/** The public half of a developer's Ed25519 key: its 32 bytes in base64url. */
export const DeveloperKey = z
  .string()
  .regex(/^[\w-]{43}$/, 'must be the 32 bytes of an Ed25519 key in base64url')
  .meta({ examples: ['11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'] });

/** A developer's word for a release: Ed25519 over `veche release`, the app id and the release id, one line each. */
export const ReleaseSignature = z.strictObject({
  publicKey: DeveloperKey,
  /** What the developer computed; another content than was meant is refused. */
  releaseId: ReleaseId,
  signature: z
    .string()
    .regex(/^[\w-]{86}$/, 'must be the 64 bytes of an Ed25519 signature in base64url')
    .meta({ examples: ['A'.repeat(86)] }),
});
export type ReleaseSignature = z.infer<typeof ReleaseSignature>;

/**
 * `draft`: only kept. `testing`: opens by a link. `review`: waits for a moderator. `staged`: some people have it.
 * `retired`: was live and was replaced. `rolledBack`: taken from people again. `killed`: stopped for good.
 */
export const ReleaseState = z.enum([
  'draft',
  'testing',
  'review',
  'rejected',
  'approved',
  'staged',
  'live',
  'retired',
  'rolledBack',
  'killed',
]);
export type ReleaseState = z.infer<typeof ReleaseState>;

/** Why a release is refused. */
export const RejectionReason = z.enum(['deception', 'privacy', 'security', 'content', 'rights', 'broken']);
export type RejectionReason = z.infer<typeof RejectionReason>;

/** A release as its owner and the moderators see it. */
export const Release = z.object({
  releaseId: ReleaseId,
  appId: AppId,
  app: AppSlug,
  version: z.object({ code: z.int(), name: z.string() }),
  state: ReleaseState,
  /** Of the people, while it is staged. */
  percent: z.int().optional(),
  /** Scopes that the release before it did not ask for, or for another purpose or a shorter time: consent is asked anew. */
  newScopes: z.array(AppScope),
  isSigned: z.boolean(),
  /** Of an app on a site of its own: where it begins. What is there can change without a release. */
  url: z.string().optional(),
  sizeBytes: z.int(),
  /** Of the last review. */
  reasons: z.array(RejectionReason),
  note: z.string().optional(),
  /** What the owner said against the refusal. */
  appeal: z.string().optional(),
  createdAt: Timestamp,
  changedAt: Timestamp,
});
export type Release = z.infer<typeof Release>;

/** What those who answer for an app may do to a release of it. */
export const ReleaseAct = z.enum(['test', 'submit', 'withdraw', 'appeal', 'publish', 'rollBack', 'kill']);
export type ReleaseAct = z.infer<typeof ReleaseAct>;

/** An app as its owner and the moderators see it, published or not. */
const appFace = {
  appId: AppId,
  name: z.string(),
  /** Address on this server of its picture. */
  icon: z.string().optional(),
  /** Which organisation owns it; absent when a person does. */
  organisation: OrganisationFace.optional(),
};

/** A release that waits for a moderator, with what there is to look at. */
export const ReleaseInReview = Release.extend({
  ...appFace,
  /** Who registered the app; absent when the account is gone. */
  owner: Account.optional(),
  /** Everything that it asks people for; `newScopes` says what of it is new. */
  scopes: z.array(z.object({ scope: AppScope, purpose: z.string(), retentionDays: z.int() })),
  /** Where its pages may fetch from. */
  networkHosts: z.array(z.string()),
  deviceFeatures: z.array(z.enum(deviceFeatures)),
});
export type ReleaseInReview = z.infer<typeof ReleaseInReview>;

/** An entry of the public log: what was made live, staged, taken back or stopped. See `releaseLogText`. */
export const ReleaseLogEntry = z.object({
  /** From 1, without gaps. */
  entry: z.int().min(1),
  /** Hash of the entry before it; 64 zeros in the first. */
  previous: Hash,
  act: z.enum(['live', 'staged', 'rolledBack', 'killed']),
  app: AppSlug,
  appId: AppId,
  releaseId: ReleaseId,
  /** With `staged`. */
  percent: z.int().optional(),
  /** Whose signature the release carries. */
  developerKey: DeveloperKey.optional(),
  at: Timestamp,
  /** sha256 of the entry's text. */
  hash: Hash,
  /** The platform's Ed25519 signature under the entry's text, in base64url. */
  signature: z.string(),
});
export type ReleaseLogEntry = z.infer<typeof ReleaseLogEntry>;

const place = { app: AppSlug, releaseId: ReleaseId };
const changed = z.object({ release: Release });
const ownErrors = ['not_found', 'conflict'] as const;

export const list = defineMethod({
  name: 'releases.list',
  summary: 'Releases of an app, newest first: for its owner and for moderators of the platform.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ app: AppSlug }),
  output: z.object({
    releases: z.array(
      Release.extend({
        /** What those who answer for the app may do to it now. */
        acts: z.array(ReleaseAct),
      }),
    ),
    developerKey: DeveloperKey.optional(),
  }),
  errors: ['not_found'],
});

export const own = defineMethod({
  name: 'releases.own',
  summary: 'The apps that have releases and that the caller acts for, by name.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ language: Language.default('ru') }),
  output: z.object({
    apps: z.array(z.object({ app: AppSlug, ...appFace })),
    /** Whether this server takes signed releases alone, and gives people none that no moderator approved. */
    isReviewing: z.boolean(),
  }),
  errors: [],
});

export const test = defineMethod({
  name: 'releases.test',
  summary:
    'Opens a release to whoever has its link. The link and its key are shown once; a repeat makes another, and the one before opens nothing any more.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject(place),
  output: changed.extend({ testKey: z.string(), link: z.url() }),
  errors: ownErrors,
});

export const submit = defineMethod({
  name: 'releases.submit',
  summary: 'Hands a release in for review.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject(place),
  output: changed,
  errors: ownErrors,
  perMinute: 60,
});

export const withdraw = defineMethod({
  name: 'releases.withdraw',
  summary: 'Takes a release that nobody was given back to a draft; links for testers open it no more.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject(place),
  output: changed,
  errors: ownErrors,
});

export const appeal = defineMethod({
  name: 'releases.appeal',
  summary: 'Answers a refusal: the release goes back into the review with what the owner says.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({ ...place, text: PlainText.trim().min(1).max(1000) }),
  output: changed,
  errors: ownErrors,
});

export const publish = defineMethod({
  name: 'releases.publish',
  summary:
    'Gives an approved release to a part of the people, always the same ones, or to everyone. A development server asks for no approval.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ ...place, percent: z.int().min(1).max(100).default(100) }),
  output: changed,
  errors: ownErrors,
  perMinute: 60,
});

export const rollBack = defineMethod({
  name: 'releases.rollBack',
  summary: 'Takes a staged release from its people, or puts the one before the live one back in its place.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject(place),
  output: changed,
  errors: ownErrors,
  perMinute: 60,
});

export const kill = defineMethod({
  name: 'releases.kill',
  summary:
    'Stops a release for good, by its owner or a moderator: its host answers no more and open windows are ended.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ ...place, note: PlainText.trim().min(1).max(500) }),
  output: changed,
  errors: ownErrors,
});

export const setKey = defineMethod({
  name: 'releases.setKey',
  summary:
    'Registers the key that signs the releases of an app. Another key than the registered one is taken from an owner who names the one it replaces, and proves to be there where an additional password is set.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({
    app: AppSlug,
    publicKey: DeveloperKey,
    replaces: DeveloperKey.optional(),
    proof: IdentityProof.optional(),
  }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict', 'wrong_code', 'expired'],
  perMinute: 20,
});

export const queue = defineMethod({
  name: 'releases.queue',
  summary:
    'Releases that wait for review, the longest waiting first: for moderators of the platform, who open one by its id as the test key of apps.launch.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ language: Language.default('ru') }),
  output: z.object({ releases: z.array(ReleaseInReview) }),
  errors: [],
});

export const decide = defineMethod({
  name: 'releases.decide',
  summary: 'Ends a review as a moderator of the platform. A refusal says why; every decision is on record.',
  scope: 'session',
  idempotency: 'natural',
  input: z
    .strictObject({
      ...place,
      outcome: z.enum(['approved', 'rejected']),
      reasons: z.array(RejectionReason).max(6).default([]),
      note: PlainText.trim().min(1).max(1000),
    })
    .refine(({ outcome, reasons }) => (outcome === 'rejected') === reasons.length > 0, {
      path: ['reasons'],
      message: 'must say why a release is rejected, and only then',
    }),
  output: changed,
  errors: ownErrors,
});

export const log = defineMethod({
  name: 'releases.log',
  summary:
    'The public log of what was made live, staged, taken back or stopped, from an entry on, or what of it is of one app.',
  scope: 'public',
  idempotency: 'read',
  input: z.strictObject({
    from: z.int().min(1).default(1),
    limit: z.int().min(1).max(500).default(100),
    app: AppSlug.optional(),
  }),
  output: z.object({ entries: z.array(ReleaseLogEntry) }),
  errors: [],
  perMinute: 300,
});

export const releaseMethods = {
  list,
  own,
  test,
  submit,
  withdraw,
  appeal,
  publish,
  rollBack,
  kill,
  setKey,
  queue,
  decide,
  log,
};
