import {
  type Account,
  type AccountId,
  type ChatId,
  chats as contract,
  type ClientId,
  VecheError,
} from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import { requestHashOf } from '../../kernel/conversation-log/index.ts';
import { newId } from '../../kernel/ids.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { countMember } from './appliers.ts';
import { DEFAULT_DENIED } from './rules.ts';
import { claimDirectChat, findDirectChat, insertMembers, type NewMember } from './store.ts';

/** The direct chat of two accounts, made when there is none. With oneself: saved messages. */
export async function openDirectChat(
  { sql, writer }: Pick<ChatDependencies, 'sql' | 'writer'>,
  actorId: AccountId,
  peer: Account,
): Promise<ChatId> {
  const existing = await findDirectChat(sql, actorId, peer.accountId);
  if (existing !== null) return existing;
  return writer.transact([], async (batch) => {
    const chatId = await claimDirectChat(batch.tx, actorId, peer.accountId, newId<ChatId>());
    const isMade = (await batch.tx`select 1 from chat where chat_id = ${chatId}`).length > 0;
    if (isMade) return chatId;
    const head = await batch.createChat({ chatId, kind: 'direct', title: null });
    const self: NewMember = { accountId: actorId, role: 'owner', isBot: false, peerId: peer.accountId };
    const other: NewMember = { accountId: peer.accountId, role: 'owner', isBot: peer.kind === 'bot', peerId: actorId };
    const members = peer.accountId === actorId ? [self] : [self, other];
    const memberIds = members.map((member) => member.accountId);
    const { seq } = batch.append(chatId, actorId, { kind: 'chat.created', chatKind: 'direct', memberIds });
    await insertMembers(batch.tx, chatId, members, seq);
    for (const member of members) countMember(head, member.isBot, 1);
    for (const accountId of memberIds) batch.appendAccount(accountId, { kind: 'chat.joined', chatId });
    return chatId;
  });
}

/** A new group; the same client id with the same content answers the same group. */
export async function createGroup(
  { sql, writer }: Pick<ChatDependencies, 'sql' | 'writer'>,
  actorId: AccountId,
  { clientId, title, memberIds }: { clientId: ClientId; title: string; memberIds: readonly AccountId[] },
): Promise<ChatId> {
  const others = [...new Set(memberIds)].filter((accountId) => accountId !== actorId);
  const accounts = await readAccounts(sql, others);
  const known = new Map(accounts.map((account) => [account.accountId, account]));
  const missing = memberIds.findIndex((accountId) => accountId !== actorId && !known.has(accountId));
  if (missing >= 0) throw new VecheError('not_found', 'There is no such account.', { field: `memberIds.${missing}` });
  const requestHash = requestHashOf([title, others]);

  return writer.transact([], async (batch) => {
    const chatId = newId<ChatId>();
    const claimed = await batch.tx`
      insert into keyed_answer (account_id, client_id, method, request_hash, answer)
      values (${actorId}, ${clientId}, ${contract.createGroup.name}, ${requestHash}, ${batch.tx.json({ chatId })})
      on conflict do nothing returning 1`;
    if (claimed.length === 0) return repeatedGroup(batch.tx, actorId, clientId, requestHash);
    const head = await batch.createChat({ chatId, kind: 'group', title, denied: DEFAULT_DENIED });
    const members: NewMember[] = [
      { accountId: actorId, role: 'owner', isBot: false, peerId: null },
      ...others.map((accountId): NewMember => ({
        accountId,
        role: 'member',
        isBot: known.get(accountId)?.kind === 'bot',
        peerId: null,
      })),
    ];
    const allIds = members.map((member) => member.accountId);
    const { seq } = batch.append(chatId, actorId, {
      kind: 'chat.created',
      chatKind: 'group',
      title,
      memberIds: allIds,
    });
    await insertMembers(batch.tx, chatId, members, seq);
    for (const member of members) countMember(head, member.isBot, 1);
    for (const accountId of allIds) batch.appendAccount(accountId, { kind: 'chat.joined', chatId });
    return chatId;
  });
}

async function repeatedGroup(
  tx: Parameters<typeof findDirectChat>[0],
  actorId: AccountId,
  clientId: ClientId,
  requestHash: number,
): Promise<ChatId> {
  const rows = await tx<{ method: string; request_hash: number; answer: { chatId: ChatId } }[]>`
    select method, request_hash, answer from keyed_answer where account_id = ${actorId} and client_id = ${clientId}`;
  const row = rows[0];
  if (row === undefined || row.method !== contract.createGroup.name || row.request_hash !== requestHash) {
    throw new VecheError('idempotency_conflict', 'This clientId was used before with another content.', {
      field: 'clientId',
    });
  }
  return row.answer.chatId;
}
