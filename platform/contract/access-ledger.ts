import { z } from 'zod';
import { AppScope, GrantDuration } from './app-scopes.ts';
import { defineMethod } from './core/define-method.ts';
import { AppId, Timestamp } from './core/ids.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be 32 bytes in hex');
const Texts = z.object({ ru: z.string(), en: z.string() });

/** Entries that one app may cause in the ledger of one person within an hour; what is over is refused, not read. */
export const ENTRIES_PER_HOUR = 60;

/**
 * One entry of a person's access ledger: who, which release, what by name, why, when; never a value. `hash` is the
 * sha256 of `veche access ledger entry 1`, a line break, and the other fields as JSON without spaces, the keys of every
 * object in the order of their UTF-16 units.
 */
export const LedgerEntry = z.object({
  /** From 1, without gaps. */
  seq: z.int(),
  at: Timestamp,
  /** `used`: a value was read; `notified`: the app told the person something; the others are answers of the person. */
  act: z.enum(['given', 'refused', 'used', 'notified', 'revoked']),
  app: z.object({ appId: AppId, slug: z.string(), name: Texts }),
  /** Hex sha256 of the release that asked. */
  release: z.string(),
  scope: AppScope,
  fields: z.array(z.string()),
  purpose: Texts,
  duration: GrantDuration.optional(),
  /** Of `notified`: the id of the template in the manifest. */
  template: z.string().optional(),
  /** `hash` of the entry before; zeros before the first. */
  previous: Hash,
  hash: Hash,
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** The state of the log at one size, signed: see `docs/trust.md` for the exact text under the signature. */
export const TreeHead = z.object({
  /** Names the log. */
  origin: z.string(),
  treeSize: z.int(),
  rootHash: Hash,
  at: Timestamp,
  keyId: z.string(),
  /** Ed25519, base64url. */
  signature: z.string(),
});
export type TreeHead = z.infer<typeof TreeHead>;

const list = defineMethod({
  name: 'ledger.list',
  summary: "Entries of the caller's access ledger, the newest first.",
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({
    cursor: z.string().max(64).optional(),
    appId: AppId.optional(),
    scope: AppScope.optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  output: z.object({ entries: z.array(LedgerEntry), nextCursor: z.string().optional() }),
  errors: [],
});

const seal = defineMethod({
  name: 'ledger.seal',
  summary:
    'Puts the head of the own ledger into the transparency log, unless it is there, and answers the proof of it: with the entries, all that a check without us needs.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({}),
  output: z.object({
    /** The last entry; `salt` hides it from everyone who reads the log. */
    head: z.object({ seq: z.int(), hash: Hash, salt: Hash }),
    leaf: z.object({ index: z.int(), hash: Hash }),
    inclusion: z.array(Hash),
    treeHead: TreeHead,
    keys: z.array(z.record(z.string(), z.string())),
  }),
  errors: ['not_found'],
  perMinute: 10,
});

const getHead = defineMethod({
  name: 'transparency.getHead',
  summary: 'The newest signed head of the transparency log; absent while the log is empty.',
  scope: 'public',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ treeHead: TreeHead.optional() }),
  errors: [],
});

const TreeSize = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

const getInclusion = defineMethod({
  name: 'transparency.getInclusion',
  summary: 'The path from a leaf to the root of the log at a size (RFC 6962, section 2.1.1).',
  scope: 'public',
  idempotency: 'read',
  input: z.strictObject({ leafIndex: z.int().min(0).max(Number.MAX_SAFE_INTEGER), treeSize: TreeSize }),
  output: z.object({ leafHash: Hash, path: z.array(Hash) }),
  errors: ['not_found'],
});

const getConsistency = defineMethod({
  name: 'transparency.getConsistency',
  summary: 'Proves that the log of a size begins with the log of a smaller size (RFC 6962, section 2.1.2).',
  scope: 'public',
  idempotency: 'read',
  input: z.strictObject({ fromSize: TreeSize, toSize: TreeSize }),
  output: z.object({ from: TreeHead, to: TreeHead, proof: z.array(Hash) }),
  errors: ['not_found'],
});

const listLeaves = defineMethod({
  name: 'transparency.listLeaves',
  summary: 'Leaves of the log in their order. Each hides a head of somebody: nobody can tell whose.',
  scope: 'public',
  idempotency: 'read',
  input: z.strictObject({
    from: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
    limit: z.int().min(1).max(1000).default(1000),
  }),
  output: z.object({ leaves: z.array(Hash) }),
  errors: [],
});

export const ledgerMethods = { list, seal };
export const transparencyMethods = { getHead, getInclusion, getConsistency, listLeaves };
