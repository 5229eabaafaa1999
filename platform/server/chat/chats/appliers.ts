import { type Account, type AccountId, type ChatId, chats as contract, VecheError } from '@veche/contract';
import { allows } from '../../identity/index.ts';
import type { Applier, Batch, ChatHead } from '../../kernel/conversation-log/index.ts';
import { recordAdminAct } from '../audit/record.ts';
import { spendBudget } from '../standing/standing.ts';
import { isBanned } from '../members/store.ts';
import { noSuchChat } from '../messages/rules.ts';
import { byInviteOnly } from '../privacy/rules.ts';
import { holdsRight, isShared, mayDo, mayLeave, mayRemove, onlyAdmins } from './rules.ts';
import { seat, unseat } from './seats.ts';

interface Changed {
  changed: boolean;
}

/** Runs operations one after another: for acts too rare to be worth batching. */
export function oneByOne<I, R>(apply: (batch: Batch, operation: I) => Promise<R | VecheError>): Applier<I, R> {
  return async (batch, operations) => {
    const answers: (R | VecheError)[] = [];
    for (const operation of operations) answers.push(await apply(batch, operation));
    return answers;
  };
}

/** The chat and the actor's seat in it, or the refusal. */
export async function enter(batch: Batch, chatId: ChatId, actorId: AccountId) {
  const head = batch.head(chatId);
  const member = head === undefined ? null : await batch.member(chatId, actorId);
  return head === undefined || member === null ? noSuchChat() : { head, member };
}

export const applyAdditions = oneByOne<{ chatId: ChatId; actorId: AccountId; account: Account }, Changed>(
  async (batch, { chatId, actorId, account }) => {
    const entered = await enter(batch, chatId, actorId);
    if (entered instanceof VecheError) return entered;
    const { head, member } = entered;
    const refusal = isShared(head.kind) ?? mayDo(head, member, 'inviteMembers', batch.at);
    if (refusal !== null) return refusal;
    const { accountId } = account;
    if ((await batch.member(chatId, accountId)) !== null) return { changed: false };
    const kept = await keptOut(batch, head, accountId, 'accountId');
    if (kept !== null) return kept;
    const open = await allows(batch.tx, { ownerIds: [accountId], viewerId: actorId, what: 'addToChats' });
    if (!open.has(accountId)) return byInviteOnly('accountId');
    await spendBudget(batch.tx, { accountId: actorId, kind: 'addedPeople', count: 1 }, batch.at);
    await seat(batch, head, actorId, { account });
    if (member.role !== 'member') {
      await recordAdminAct(batch, { chatId, actorId, kind: 'member.added', targetId: accountId });
    }
    return { changed: true };
  },
);

/** Why an account that is not in a chat may not come in, by whatever way: it is banned, or the group is full. */
export async function keptOut(
  batch: Batch,
  head: ChatHead,
  accountId: AccountId,
  field: string,
): Promise<VecheError | null> {
  if (await isBanned(batch.tx, head.chatId, accountId, batch.at)) {
    return new VecheError('forbidden', 'This account is banned from the chat.', { field });
  }
  if (head.kind === 'channel' || head.memberCount < contract.MAX_GROUP_MEMBERS) return null;
  return new VecheError('conflict', `A group holds up to ${contract.MAX_GROUP_MEMBERS} members.`, { field });
}

export const applyRemovals = oneByOne<
  { chatId: ChatId; actorId: AccountId; accountId: AccountId; isBot: boolean },
  Changed
>(async (batch, { chatId, actorId, accountId, isBot }) => {
  const entered = await enter(batch, chatId, actorId);
  if (entered instanceof VecheError) return entered;
  const { head, member } = entered;
  const shared = isShared(head.kind);
  if (shared !== null) return shared;
  // Who may not remove anyone learns that first, whoever is named.
  if (!holdsRight(member, 'restrictMembers')) return onlyAdmins();
  const target = await batch.member(chatId, accountId);
  if (target === null) return { changed: false };
  const refusal = mayRemove(member, target);
  if (refusal !== null) return refusal;
  await unseat(batch, head, actorId, { accountId, isBot });
  await recordAdminAct(batch, { chatId, actorId, kind: 'member.removed', targetId: accountId });
  return { changed: true };
});

export const applyLeaves = oneByOne<{ chatId: ChatId; actorId: AccountId; isBot: boolean }, Record<string, never>>(
  async (batch, { chatId, actorId, isBot }) => {
    const entered = await enter(batch, chatId, actorId);
    if (entered instanceof VecheError) return entered;
    const refusal = isShared(entered.head.kind) ?? mayLeave(entered.member, entered.head.memberCount);
    if (refusal !== null) return refusal;
    await unseat(batch, entered.head, actorId, { accountId: actorId, isBot });
    return {};
  },
);
