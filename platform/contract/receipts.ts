import { z } from 'zod';
import { Account } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, MessageId, Seq } from './core/ids.ts';
import { MAX_SHOWN_POSITIONS } from './core/protocol.ts';

export { MAX_SHOWN_POSITIONS } from './core/protocol.ts';

/** Readers of one message can be asked for in groups of up to this many members, */
export const MAX_READERS = 200;
/** and for this long after it was sent. */
export const READERS_DAYS = 7;

/** How far a member has come in a chat. */
export const Position = z.object({
  accountId: AccountId,
  /** Everything up to here has reached a device of the member. */
  gotSeq: Seq,
  /** Everything up to here was read; absent where one of a direct chat's two keeps that to oneself. */
  readSeq: Seq.optional(),
});
export type Position = z.infer<typeof Position>;

const get = defineMethod({
  name: 'receipts.get',
  summary: `How far the other people of a direct chat, or of a group of up to ${MAX_SHOWN_POSITIONS}, have come.`,
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ chatId: ChatId }),
  output: z.object({ positions: z.array(Position) }),
  errors: ['not_found', 'conflict'],
});

const readers = defineMethod({
  name: 'receipts.readers',
  summary: `Who has read an own message of the last ${READERS_DAYS} days, and whom it has reached; groups of up to ${MAX_READERS}.`,
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ chatId: ChatId, messageId: MessageId }),
  output: z.object({
    readBy: z.array(AccountId),
    /** Those it has reached and who have not read it. */
    reached: z.array(AccountId),
    accounts: z.array(Account),
  }),
  errors: ['not_found', 'conflict', 'expired'],
  perMinute: 120,
});

export const receiptMethods = { get, readers };
