import type { AccountId, BotUpdate, ChatEvent, ChatId, ChatKind, Message, MessageId } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';

/** What is written beside an event for each bot that is told of it; the relay adds names and numbers. */
export type OutboxData =
  | { kind: 'message' | 'messageEdited' | 'post' | 'postEdited'; message: Message }
  | { kind: 'buttonPressed'; callbackId: string; message: Message; data: string; personId: AccountId }
  | {
      kind: 'inlineQuery';
      queryId: string;
      query: string;
      offset: string;
      chatKind: ChatKind;
      personId: AccountId;
    }
  | { kind: 'inlineChosen'; resultId: string; query: string; personId: AccountId }
  | ({ kind: 'appUninstalled'; personId: AccountId } & Pick<Uninstalled, 'app' | 'deleteBy'>)
  | Change;

/** A place in a chat as the log tells it. */
export type Seat = Pick<Extract<ChatEvent, { kind: 'member.changed' }>, 'role' | 'rights' | 'restriction'>;

/** What happens beside messages; `personId` did it. */
export type Change =
  | { kind: 'memberCame' | 'memberLeft'; messageId: MessageId; personId: AccountId; subjectId: AccountId }
  | {
      kind: 'memberChanged' | 'selfChanged';
      personId: AccountId;
      subjectId: AccountId;
      before?: Seat | undefined;
      after?: Seat | undefined;
    }
  | { kind: 'joinRequested'; personId: AccountId }
  | { kind: 'pollChanged'; message: Message; personId: AccountId }
  | { kind: 'pollAnswered'; messageId: MessageId; personId: AccountId; options: number[] }
  | {
      kind: 'reactionsCounted';
      messageId: MessageId;
      personId: AccountId;
      reactions: { emoji: string; count: number }[];
    }
  | { kind: 'blockChanged'; personId: AccountId; isBlocked: boolean }
  | ({ kind: 'dialogChanged'; personId: AccountId } & Pick<DialogChange, 'change' | 'mutedUntil'>)
  | { kind: 'messageDeleted'; messageId: MessageId; personId: AccountId }
  | { kind: 'titleChanged'; title: string; personId: AccountId }
  | { kind: 'reactionChanged'; messageId: MessageId; personId: AccountId; before: string[]; after: string[] };

type Uninstalled = Extract<BotUpdate['event'], { kind: 'appUninstalled' }>;
type DialogChange = Extract<BotUpdate['event'], { kind: 'dialogChanged' }>;

/** Where an update stands that belongs to no chat. */
export const NO_CHAT = 0 as ChatId;

export interface OutboxRow {
  chatId: ChatId;
  botId: AccountId;
  at: Date;
  data: OutboxData;
}

/** Puts rows in the outbox; within a chat they keep their order. */
export async function insertOutbox(tx: Queryable, rows: readonly OutboxRow[]): Promise<void> {
  await tx`
    insert into bot_outbox (chat_id, bot_id, at, data)
    select chat_id, bot_id, at::timestamptz, data::jsonb
    from unnest(${rows.map((row) => row.chatId)}::bigint[], ${rows.map((row) => row.botId)}::bigint[],
      ${rows.map((row) => row.at.toISOString())}::text[], ${rows.map((row) => JSON.stringify(row.data))}::text[])
      with ordinality as v (chat_id, bot_id, at, data, place)
    order by place`;
}

/**
 * Takes the oldest rows out, in order. Messages of a chat are written under its lock, so those that are visible
 * have no invisible ones before them.
 */
export async function takeOutbox(tx: Queryable, limit: number): Promise<OutboxRow[]> {
  const rows = await tx<(OutboxRow & { outboxId: number })[]>`
    with oldest as (select chat_id, outbox_id from bot_outbox order by outbox_id limit ${limit})
    delete from bot_outbox o using oldest
    where o.chat_id = oldest.chat_id and o.outbox_id = oldest.outbox_id
    returning o.outbox_id as "outboxId", o.chat_id as "chatId", o.bot_id as "botId", o.at, o.data`;
  return rows.sort((a, b) => a.outboxId - b.outboxId).map(({ outboxId: _outboxId, ...row }) => row);
}
