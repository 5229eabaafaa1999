import { z } from 'zod';
import { defineMethod } from './core/define-method.ts';
import { ChatId, Seq } from './core/ids.ts';
import { AccountEvent, ChatEvent } from './events.ts';

/** Most events one pull returns. */
export const MAX_PULL = 100;

export const pull = defineMethod({
  name: 'sync.pull',
  summary: "Events of a chat's log after a seq, in order; repeat until `headSeq` is reached.",
  scope: 'messages:read',
  idempotency: 'read',
  input: z.strictObject({ chatId: ChatId, after: Seq, limit: z.int().min(1).max(MAX_PULL).default(MAX_PULL) }),
  output: z.object({
    events: z.array(ChatEvent),
    headSeq: Seq,
    /** The lowest seq a client can go on from; one behind it must read the chat anew. */
    floorSeq: Seq,
  }),
  errors: ['not_found'],
  perMinute: 3000,
});

export const pullAccount = defineMethod({
  name: 'sync.pullAccount',
  summary: "Events of the account's private log after a seq.",
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ after: Seq, limit: z.int().min(1).max(MAX_PULL).default(MAX_PULL) }),
  output: z.object({ events: z.array(AccountEvent), headSeq: Seq, floorSeq: Seq }),
  errors: [],
  perMinute: 1200,
});

export const syncMethods = { pull, pullAccount };
