import { z } from 'zod';
import { Account } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, Timestamp } from './core/ids.ts';

/** Most accounts one may block. */
export const MAX_BLOCKS = 10_000;

const add = defineMethod({
  name: 'blocks.add',
  summary:
    'Blocks an account: it can no longer write to the caller, add the caller to groups, or see when the caller was here. What was said stays.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ accountId: AccountId }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
  perMinute: 60,
});

const remove = defineMethod({
  name: 'blocks.remove',
  summary: 'Takes a block back.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ accountId: AccountId }),
  output: z.object({ changed: z.boolean() }),
  errors: [],
  perMinute: 60,
});

const list = defineMethod({
  name: 'blocks.list',
  summary: 'Accounts that the caller has blocked, the last one first.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ cursor: z.string().max(100).optional(), limit: z.int().min(1).max(200).default(100) }),
  output: z.object({
    blocks: z.array(z.object({ account: Account, at: Timestamp })),
    nextCursor: z.string().optional(),
  }),
  errors: [],
});

export const blockMethods = { add, remove, list };

export const blockEvents = {
  changed: z.object({ kind: z.literal('block.changed'), accountId: AccountId, isBlocked: z.boolean() }),
};
