import type { AccountId, ChatId, Message, MessageId, PushPayload } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import { type ChatFace, readChatFaces } from '../chats/faces.ts';
import { readMessagesById, toMessage } from '../messages/store.ts';
import { isNoticed } from '../calls/rules.ts';
import { ringing } from './rules.ts';
import type { Delivery } from './delivery.ts';
import { insertOverrides, readBadges, readRecipients, type Recipient } from './store.ts';
import { saidOf } from './words.ts';

export interface NotifyDependencies {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly delivery: Delivery;
}

/** Messages of a chat that came at about the same time. */
export interface NewMessages {
  readonly chatId: ChatId;
  readonly messageIds: readonly MessageId[];
}

/** Members looked at in one go; a larger chat is gone through page by page. */
const MEMBERS_A_PAGE = 2_000;
/** Pushes under way at once. */
const SIDE_BY_SIDE = 16;
/** Counting unread chats of more people than these would cost more than the pushes. */
const MAX_BADGES = 100;
const MAX_BODY_LENGTH = 300;

/** Tells the devices of a page of members; answers the account the next page starts after, or null. */
export async function notifyPage(
  { sql, clock, delivery }: NotifyDependencies,
  { chatId, messageIds }: NewMessages,
  after: number,
): Promise<AccountId | null> {
  const { recipients, lastAccountId } = await readRecipients(sql, { chatId, messageIds, after, limit: MEMBERS_A_PAGE });
  const told = recipients.length === 0 ? [] : await choose(sql, { chatId, messageIds }, recipients, clock.now());
  await insertOverrides(
    sql,
    told.flatMap(({ recipient, message, overrides }) =>
      overrides ? [{ accountId: recipient.accountId, chatId, messageId: message.messageId }] : [],
    ),
  );
  const accountIds = [...new Set(told.map(({ recipient }) => recipient.accountId))];
  const badges =
    accountIds.length > 0 && accountIds.length <= MAX_BADGES ? await readBadges(sql, accountIds) : new Map();
  for (let start = 0; start < told.length; start += SIDE_BY_SIDE) {
    await Promise.all(
      told.slice(start, start + SIDE_BY_SIDE).map(async ({ recipient, payload }) => {
        const badge = badges.get(recipient.accountId) as number | undefined;
        await delivery.hand(recipient, { ...payload, ...(badge === undefined ? {} : { badge }) });
      }),
    );
  }
  return lastAccountId;
}

function isNoticedCall(call: Message['call']): boolean {
  return call !== undefined && isNoticed(call.outcome);
}

interface Told {
  recipient: Recipient;
  message: Message;
  overrides: boolean;
  payload: PushPayload;
}

/** For each device the newest message that rings there. */
async function choose(sql: Sql, news: NewMessages, recipients: readonly Recipient[], now: Date): Promise<Told[]> {
  const { chatId, messageIds } = news;
  const [[face], rows] = await Promise.all([readChatFaces(sql, [chatId]), readMessagesById(sql, chatId, messageIds)]);
  if (face === undefined) return [];
  // What comes from an archive was news long ago, and who took a call knows of it.
  const messages = rows
    .filter((row) => row.deletedAt === null && row.body?.imported === undefined && !isNoticedCall(row.body?.call))
    .map((row) => toMessage(row, []));
  const senders = await readAccounts(
    sql,
    messages.map((message) => message.senderId),
  );
  const names = new Map(senders.map((account) => [account.accountId, account.name]));
  return recipients.flatMap((recipient): Told[] => {
    for (const message of messages.toReversed()) {
      if (message.senderId === recipient.accountId || message.messageId <= recipient.readSeq) continue;
      const about = {
        chatKind: face.kind,
        mentioned: recipient.mentionedIn.includes(message.messageId),
        urgent: message.urgent === true,
      };
      const state = ringing(recipient, about, now);
      if (state === 'silent') continue;
      const payload = payloadOf(message, face, names.get(message.senderId) ?? '', recipient);
      return [{ recipient, message, overrides: state === 'overrides', payload }];
    }
    return [];
  });
}

function payloadOf(message: Message, face: ChatFace, sender: string, recipient: Recipient): PushPayload {
  const { chatId, messageId } = message;
  const marks = {
    ...(message.silent === true ? { silent: true as const } : {}),
    ...(message.urgent === true ? { urgent: true as const } : {}),
  };
  if (!recipient.settings.showText) return { v: 1, tag: 'veche', ...marks };
  const body = saidOf(message, recipient.language).slice(0, MAX_BODY_LENGTH).toWellFormed();
  return {
    ...{ v: 1, tag: `chat ${chatId}`, chatId, messageId, ...marks },
    title: face.title ?? sender,
    body: face.kind === 'group' ? `${sender}: ${body}` : body,
  };
}
