import {
  type Account,
  type AccountId,
  type ChatId,
  chats as contract,
  type ClientId,
  VecheError,
} from '@veche/contract';
import { allows, readAccounts } from '../../identity/index.ts';
import { type Batch, type ChatHead, requestHashOf } from '../../kernel/conversation-log/index.ts';
import { newId } from '../../kernel/ids.ts';
import { keepFromBlockers, lockPair, markDirectChat } from '../blocks/store.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { byInviteOnly } from '../privacy/rules.ts';
import { spendBudget } from '../standing/standing.ts';
import { claimKey } from './keyed.ts';
import { deniedAtFirst } from './rules.ts';
import { insertMembers, type NewMember } from './seats.ts';
import { claimDirectChat, findDirectChat } from './store.ts';

type Dependencies = Pick<ChatDependencies, 'sql' | 'writer'>;

/** The direct chat of two accounts, made when there is none. With oneself: saved messages. */
export async function openDirectChat(
  { sql, writer }: Dependencies,
  actorId: AccountId,
  peer: Account,
): Promise<ChatId> {
  const existing = await findDirectChat(sql, actorId, peer.accountId);
  if (existing !== null) return existing;
  return writer.transact([], async (batch) => {
    await lockPair(batch.tx, actorId, peer.accountId);
    const chatId = await claimDirectChat(batch.tx, actorId, peer.accountId, newId<ChatId>());
    const isMade = (await batch.tx`select 1 from chat where chat_id = ${chatId}`).length > 0;
    if (isMade) return chatId;
    const bothers = peer.kind === 'person' && peer.accountId !== actorId;
    await spendBudget(batch.tx, { accountId: actorId, kind: 'newDirectChats', count: bothers ? 1 : 0 }, batch.at);
    const head = await batch.createChat({ chatId, kind: 'direct', title: null });
    const self: NewMember = { accountId: actorId, role: 'owner', isBot: false, peerId: peer.accountId };
    const other: NewMember = { accountId: peer.accountId, role: 'owner', isBot: peer.kind === 'bot', peerId: actorId };
    const members = peer.accountId === actorId ? [self] : [self, other];
    const memberIds = members.map((member) => member.accountId);
    batch.append(chatId, actorId, { kind: 'chat.created', chatKind: 'direct', memberIds });
    await fill(batch, head, members);
    await markDirectChat(batch.tx, actorId, peer.accountId);
    await keepFromBlockers(batch.tx, chatId);
    return chatId;
  });
}

interface NewChat {
  readonly clientId: ClientId;
  readonly title: string;
  readonly memberIds: readonly AccountId[];
}

/** A new group; the same client id with the same content answers the same group. */
export function createGroup(dependencies: Dependencies, actorId: AccountId, chat: NewChat): Promise<ChatId> {
  return createShared(dependencies, actorId, { ...chat, kind: 'group', method: contract.createGroup.name });
}

/** A new channel, in the same way. */
export function createChannel(
  dependencies: Dependencies,
  actorId: AccountId,
  chat: NewChat & { readonly description?: string | undefined },
): Promise<ChatId> {
  return createShared(dependencies, actorId, { ...chat, kind: 'channel', method: contract.createChannel.name });
}

async function createShared(
  { sql, writer }: Dependencies,
  actorId: AccountId,
  chat: NewChat & { kind: 'group' | 'channel'; description?: string | undefined; method: string },
): Promise<ChatId> {
  const { clientId, title, memberIds, kind, method } = chat;
  const description = chat.description === undefined || chat.description === '' ? null : chat.description;
  const others = [...new Set(memberIds)].filter((accountId) => accountId !== actorId);
  const known = new Map((await readAccounts(sql, others)).map((account) => [account.accountId, account]));
  const missing = memberIds.findIndex((accountId) => accountId !== actorId && !known.has(accountId));
  if (missing >= 0) throw new VecheError('not_found', 'There is no such account.', { field: `memberIds.${missing}` });
  const open = await allows(sql, { ownerIds: others, viewerId: actorId, what: 'addToChats' });
  const closed = memberIds.findIndex((accountId) => accountId !== actorId && !open.has(accountId));
  if (closed >= 0) throw byInviteOnly(`memberIds.${closed}`);
  const requestHash = requestHashOf(description === null ? [title, others] : [title, others, description]);

  return writer.transact([], async (batch) => {
    const chatId = newId<ChatId>();
    const repeated = await claimKey(batch.tx, { actorId, clientId, method, requestHash }, { chatId });
    if (repeated !== null) return repeated.chatId;
    await spendBudget(batch.tx, { accountId: actorId, kind: 'createdChats', count: 1 }, batch.at);
    await spendBudget(batch.tx, { accountId: actorId, kind: 'addedPeople', count: others.length }, batch.at);
    const head = await batch.createChat({ chatId, kind, title, denied: deniedAtFirst(kind) });
    if (description !== null) await batch.tx`update chat set description = ${description} where chat_id = ${chatId}`;
    const members = [
      { accountId: actorId, role: 'owner', isBot: false, peerId: null } as const,
      ...others.map((accountId): NewMember => ({
        accountId,
        role: 'member',
        isBot: known.get(accountId)?.kind === 'bot',
        peerId: null,
      })),
    ];
    batch.append(chatId, actorId, {
      kind: 'chat.created',
      chatKind: kind,
      title,
      // Who follows a channel is nobody else's business.
      memberIds: kind === 'channel' ? [actorId] : members.map((member) => member.accountId),
    });
    await fill(batch, head, members);
    return chatId;
  });
}

/** Seats the first members of a chat that was made in this batch. */
async function fill(batch: Batch, head: ChatHead, members: readonly NewMember[]): Promise<void> {
  await insertMembers(batch.tx, head, members);
  head.memberCount = members.length;
  head.botCount = members.filter((member) => member.isBot).length;
  for (const { accountId } of members) batch.appendAccount(accountId, { kind: 'chat.joined', chatId: head.chatId });
}
