import type { AccountId, ChatId, Entity, MessageId } from '@veche/contract';
import { findNamedAccounts } from '../../identity/index.ts';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import type { MessageFeature } from '../messages/features.ts';
import { addresseesOf, speaksToAnyone } from './rules.ts';
import { deleteMentions, insertMentions, type MentionRow, readPeople, readSenders } from './store.ts';
import { tellMentions } from './recount.ts';

/** Most members of a group in which `@all` speaks to everyone. */
const MAX_ALL = 200;

interface Speaking {
  chatId: ChatId;
  messageId: MessageId;
  senderId: AccountId;
  replyTo: MessageId | null;
  text: string;
  entities: readonly Entity[] | undefined;
}

/** Who is spoken to by name, or replied to, finds the message among the own mentions. */
export const mentionFeature: MessageFeature = {
  name: 'mentions',
  concerns: ({ replyTo, text, body }) =>
    replyTo !== null ||
    ((text.includes('@') || body?.entities !== undefined) && speaksToAnyone(addresseesOf(text, body?.entities))),
  async created(batch, created) {
    const spoken = created.map(({ draft, message }) => ({ ...draft, ...message, replyTo: draft.replyTo }));
    const rows = await mentionsBy(
      batch,
      spoken.map(({ entities, ...rest }) => ({ ...rest, entities })),
    );
    await tellMentions(batch, await insertMentions(batch.tx, rows, batch.at));
  },
  async edited(batch, before, after) {
    const [was, is] = [before, after].map((row) => addresseesOf(row.text, row.body?.entities));
    if (was === undefined || is === undefined || !(speaksToAnyone(was) || speaksToAnyone(is))) return;
    const { chatId, messageId } = after;
    const rows = await mentionsBy(batch, [{ ...after, entities: after.body?.entities }]);
    const kept = rows.map((row) => row.accountId);
    const gone = await deleteMentions(batch.tx, chatId, [messageId], kept);
    const added = await insertMentions(batch.tx, rows, before.at);
    await tellMentions(batch, [...gone.map((accountId) => ({ accountId, chatId })), ...added]);
  },
  async wiped(tx, chatId, messageIds, batch) {
    const gone = await deleteMentions(tx, chatId, messageIds);
    await tellMentions(
      batch,
      gone.map((accountId) => ({ accountId, chatId })),
    );
  },
};

/** Whom messages speak to: by name, by reply, or all at once. Whether they are members, the store looks at. */
async function mentionsBy(batch: Batch, messages: readonly Speaking[]): Promise<MentionRow[]> {
  const shared = messages.filter(({ chatId }) => batch.head(chatId)?.kind !== 'direct');
  const addressed = shared.map((message) => ({ ...message, ...addresseesOf(message.text, message.entities) }));
  const [named, replied] = await Promise.all([
    findNamedAccounts(
      batch.tx,
      addressed.flatMap(({ names }) => names),
    ),
    readSenders(
      batch.tx,
      shared.flatMap(({ chatId, replyTo }) => (replyTo === null ? [] : { chatId, messageId: replyTo })),
    ),
  ]);
  const rows: MentionRow[] = [];
  for (const { chatId, messageId, senderId, replyTo, names, accountIds, all } of addressed) {
    const ids = new Set([
      ...(all ? await everyone(batch, chatId, senderId) : []),
      ...names.flatMap((name) => named.get(name) ?? []),
      ...accountIds,
      ...(replyTo === null ? [] : [replied.get(`${chatId} ${replyTo}`) ?? []].flat()),
    ]);
    ids.delete(senderId);
    rows.push(...[...ids].map((accountId) => ({ accountId, chatId, messageId })));
  }
  return rows;
}

/** Only an admin of a group that is not too big speaks to all. */
async function everyone(batch: Batch, chatId: ChatId, senderId: AccountId): Promise<AccountId[]> {
  const head = batch.head(chatId);
  if (head?.kind !== 'group' || head.memberCount > MAX_ALL) return [];
  const member = await batch.member(chatId, senderId);
  return member === null || member.role === 'member' ? [] : readPeople(batch.tx, chatId);
}
