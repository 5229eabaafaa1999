import type { AccountId, ChatEvent, ChatId, MessageId } from '@veche/contract';
import {
  readBotMembers,
  readMessagesById,
  readOwnEmoji,
  readPoll,
  readReactionCounts,
  readRequestsSince,
  toMessage,
} from '../../chat/index.ts';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import type { Change, OutboxRow, Seat } from './outbox.ts';
import { type Reader, readReaders } from './queue.ts';

type BotMember = Awaited<ReturnType<typeof readBotMembers>>[number];

/** Rows for what happens in chats beside messages, to the bots that it concerns. Bots hear nothing of what they do. */
export async function changeRowsOf(batch: Batch): Promise<OutboxRow[]> {
  const events = batch.events.filter((event) => isChange(batch, event));
  const asked = requestsIn(batch);
  if (events.length === 0 && asked.size === 0) return [];
  const subjects = events.flatMap((event) => ('accountId' in event ? event.accountId : membersMade(event)));
  const members = await readBotMembers(
    batch.tx,
    events.map(({ chatId }) => chatId),
  );
  const present = members.map(({ botId }) => botId);
  const bots = await readReaders(batch.tx, [...subjects, ...[...asked.values()].flat(), ...present]);
  const byChat = Map.groupBy(members, ({ chatId }) => chatId);
  const rows: OutboxRow[] = [];
  for (const event of events) {
    if (event.kind === 'message.withheld') continue;
    const here = (byChat.get(event.chatId) ?? []).filter(({ botId }) => botId !== event.actorId);
    const told = await changesFor(batch, event, here, bots);
    rows.push(...told.map(({ botId, data }) => ({ chatId: event.chatId, botId, at: batch.at, data })));
  }
  for (const [chatId, botIds] of asked) {
    const here = botIds.filter((botId) => bots.has(botId));
    const people = here.length === 0 ? [] : await readRequestsSince(batch.tx, chatId, batch.at);
    for (const botId of here) {
      for (const personId of people) {
        rows.push({ chatId, botId, at: batch.at, data: { kind: 'joinRequested', personId } });
      }
    }
  }
  return rows;
}

/** Of seats also where no bot is left: the one that went is told. */
function isChange(batch: Batch, event: ChatEvent): boolean {
  if (event.kind === 'chat.created') return event.chatKind !== 'direct';
  if (event.kind.startsWith('member.')) return true;
  const hasBots = (batch.head(event.chatId)?.botCount ?? 0) > 0;
  if (event.kind === 'message.changed') return hasBots && event.set.pollResults != null;
  if (event.kind === 'chat.changed') return hasBots && event.set.title != null;
  return hasBots && (event.kind === 'reaction.changed' || event.kind === 'message.deleted');
}

function membersMade(event: ChatEvent): AccountId[] {
  return event.kind === 'chat.created' ? event.memberIds : [];
}

/** Whom the log tells that someone asks to be let in: admins who may decide, bots among them. */
function requestsIn({ accountEvents }: Batch): Map<ChatId, AccountId[]> {
  const asked = new Map<ChatId, AccountId[]>();
  for (const [accountId, events] of accountEvents) {
    for (const event of events) {
      if (event.kind !== 'chat.joinRequests' || event.count === 0) continue;
      asked.set(event.chatId, [...(asked.get(event.chatId) ?? []), accountId]);
    }
  }
  return asked;
}

interface Told {
  readonly botId: AccountId;
  readonly data: Change;
}

async function changesFor(
  batch: Batch,
  event: Exclude<ChatEvent, { kind: 'message.withheld' }>,
  here: readonly BotMember[],
  bots: ReadonlyMap<AccountId, Reader>,
): Promise<Told[]> {
  const isBot = (accountId: AccountId) => bots.has(accountId);
  const { actorId, chatId } = event;
  const admins = here.filter(({ role }) => role !== 'member');
  switch (event.kind) {
    case 'chat.created':
      return event.memberIds
        .filter((accountId) => isBot(accountId) && accountId !== actorId)
        .map((botId) => ({
          botId,
          data: { kind: 'selfChanged', personId: actorId, subjectId: botId, after: { role: 'member' } },
        }));
    case 'member.added':
    case 'member.removed':
    case 'member.changed': {
      const change = { personId: actorId, subjectId: event.accountId, ...seatsOf(event) };
      const own: Told[] =
        isBot(event.accountId) && event.accountId !== actorId
          ? [{ botId: event.accountId, data: { kind: 'selfChanged', ...change } }]
          : [];
      const others = admins.filter(({ botId }) => botId !== event.accountId);
      return [
        ...own,
        ...comingsOf(batch, event, here),
        ...others.map(({ botId }): Told => ({ botId, data: { kind: 'memberChanged', ...change } })),
      ];
    }
    case 'reaction.changed': {
      const place = batch.head(chatId)?.kind;
      const { messageId, emoji, on } = event;
      const hearing = (place === 'direct' ? here : admins).filter(({ hiddenTo }) => messageId > hiddenTo);
      if (hearing.length === 0) return [];
      const after = await readOwnEmoji(batch.tx, { chatId, messageId }, actorId);
      const before = on ? after.filter((one) => one !== emoji) : [...after, emoji];
      const by = { messageId, personId: actorId };
      const told: Change[] = [{ kind: 'reactionChanged', ...by, before, after }];
      if (place === 'channel') told.push({ kind: 'reactionsCounted', ...by, reactions: await totalsOf(batch, event) });
      return hearing.flatMap(({ botId }) => told.map((data) => ({ botId, data })));
    }
    case 'message.deleted': {
      const { messageId } = event;
      const [row] = await readMessagesById(batch.tx, chatId, [messageId]);
      const isGroup = batch.head(chatId)?.kind === 'group';
      return here
        .filter(({ botId, joinedSeq, hiddenTo }) => {
          if (row?.senderId === botId) return true;
          const since = bots.get(botId)?.readsAllSince ?? null;
          const reads = !isGroup || (since !== null && row !== undefined && row.at >= since);
          return reads && messageId > Math.max(joinedSeq, hiddenTo);
        })
        .map(({ botId }) => ({ botId, data: { kind: 'messageDeleted', messageId, personId: actorId } }));
    }
    case 'chat.changed': {
      const title = event.set.title ?? '';
      return here.map(({ botId }) => ({ botId, data: { kind: 'titleChanged', title, personId: actorId } }));
    }
    case 'message.changed':
      return votesOf(batch, event.chatId, event.messageId, actorId, event.set.pollResults ?? undefined);
    default:
      return [];
  }
}

async function totalsOf(
  batch: Batch,
  { chatId, messageId, actorId }: { chatId: ChatId; messageId: MessageId; actorId: AccountId },
) {
  const counts = await readReactionCounts(batch.tx, chatId, [messageId], actorId);
  return (counts.get(messageId) ?? []).map(({ emoji, count }) => ({ emoji, count }));
}

type SeatEvent = Extract<ChatEvent, { kind: 'member.added' | 'member.removed' | 'member.changed' }>;

function seatsOf(event: SeatEvent): { before?: Seat; after?: Seat } {
  if (event.kind === 'member.added') return { after: { role: event.role } };
  if (event.kind === 'member.removed') return { before: { role: 'member' } };
  const { role, rights, restriction, roleWas = role } = event;
  const seat = {
    role,
    ...(rights === undefined ? {} : { rights }),
    ...(restriction === undefined ? {} : { restriction }),
  };
  return { before: { role: roleWas }, after: seat };
}

/** In groups everyone sees who comes and goes. */
function comingsOf(batch: Batch, event: SeatEvent, here: readonly BotMember[]): Told[] {
  if (event.kind === 'member.changed' || batch.head(event.chatId)?.kind !== 'group') return [];
  const kind = event.kind === 'member.added' ? 'memberCame' : 'memberLeft';
  const messageId = event.seq as number as MessageId;
  return here.map(({ botId }) => ({
    botId,
    data: { kind, messageId, personId: event.actorId, subjectId: event.accountId },
  }));
}

/** To the bot that sent the poll: how votes stand, and whose vote it was where that is no secret. */
async function votesOf(
  batch: Batch,
  chatId: ChatId,
  messageId: MessageId,
  actorId: AccountId,
  pollResults: NonNullable<Extract<ChatEvent, { kind: 'message.changed' }>['set']['pollResults']> | undefined,
): Promise<Told[]> {
  const [row] = await readMessagesById(batch.tx, chatId, [messageId]);
  const poll = row?.body?.poll;
  if (row === undefined || poll === undefined || pollResults === undefined) return [];
  if (!(await readReaders(batch.tx, [row.senderId])).has(row.senderId)) return [];
  const botId = row.senderId;
  const message = { ...toMessage(row, []), pollResults };
  const told: Told[] = [{ botId, data: { kind: 'pollChanged', message, personId: botId } }];
  if (poll.anonymous || actorId === botId || pollResults.closed) return told;
  const stored = await readPoll(batch.tx, { chatId, messageId }, actorId);
  const options = stored?.own ?? [];
  return [...told, { botId, data: { kind: 'pollAnswered', messageId, personId: actorId, options } }];
}
