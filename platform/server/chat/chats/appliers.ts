import { type Account, type AccountId, type ChatId, chats as contract, VecheError } from '@veche/contract';
import type { Applier, Batch, ChatHead } from '../../kernel/conversation-log/index.ts';
import { noSuchChat } from '../messages/rules.ts';
import { holdsRight, isShared, mayDo, mayRemove } from './rules.ts';
import { endMembership, insertMembers, updateTitle } from './store.ts';

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

export const applyTitles = oneByOne<{ chatId: ChatId; actorId: AccountId; title: string }, Changed>(
  async (batch, { chatId, actorId, title }) => {
    const entered = await enter(batch, chatId, actorId);
    if (entered instanceof VecheError) return entered;
    const refusal = isShared(entered.head.kind) ?? mayDo(entered.head, entered.member, 'changeInfo', batch.at);
    if (refusal !== null) return refusal;
    const changed = await updateTitle(batch.tx, chatId, title);
    if (changed) batch.append(chatId, actorId, { kind: 'chat.changed', set: { title } });
    return { changed };
  },
);

export const applyAdditions = oneByOne<{ chatId: ChatId; actorId: AccountId; account: Account }, Changed>(
  async (batch, { chatId, actorId, account }) => {
    const entered = await enter(batch, chatId, actorId);
    if (entered instanceof VecheError) return entered;
    const { head } = entered;
    const refusal = isShared(head.kind) ?? mayDo(head, entered.member, 'inviteMembers', batch.at);
    if (refusal !== null) return refusal;
    const { accountId } = account;
    if ((await batch.member(chatId, accountId)) !== null) return { changed: false };
    if (head.kind === 'group' && head.memberCount >= contract.MAX_GROUP_MEMBERS) {
      return new VecheError('conflict', `A group holds up to ${contract.MAX_GROUP_MEMBERS} members.`, {
        field: 'accountId',
      });
    }
    await seat(batch, head, actorId, account);
    return { changed: true };
  },
);

/** Gives an account a seat as a member: the event, the rows, the count and its private log. */
export async function seat(batch: Batch, head: ChatHead, actorId: AccountId, account: Account): Promise<void> {
  const { chatId } = head;
  const { accountId } = account;
  const { seq } = batch.append(chatId, actorId, { kind: 'member.added', accountId, role: 'member' });
  const isBot = account.kind === 'bot';
  await insertMembers(batch.tx, chatId, [{ accountId, role: 'member', isBot, peerId: null }], seq);
  batch.setMember(chatId, accountId, { role: 'member', rights: 0, denied: 0, deniedUntil: null });
  countMember(head, isBot, 1);
  batch.appendAccount(accountId, { kind: 'chat.joined', chatId });
}

/** Takes an account's seat away. */
export async function unseat(
  batch: Batch,
  head: ChatHead,
  actorId: AccountId,
  account: { accountId: AccountId; isBot: boolean },
): Promise<void> {
  const { chatId } = head;
  const { accountId } = account;
  const { seq } = batch.append(chatId, actorId, { kind: 'member.removed', accountId });
  await endMembership(batch.tx, chatId, accountId, seq);
  batch.setMember(chatId, accountId, null);
  countMember(head, account.isBot, -1);
  batch.appendAccount(accountId, { kind: 'chat.left', chatId });
}

export const applyRemovals = oneByOne<
  { chatId: ChatId; actorId: AccountId; accountId: AccountId; isBot: boolean },
  Changed
>(async (batch, { chatId, actorId, accountId, isBot }) => {
  const entered = await enter(batch, chatId, actorId);
  if (entered instanceof VecheError) return entered;
  const { head, member } = entered;
  const target = await batch.member(chatId, accountId);
  if (target === null) {
    // Who may not remove anyone learns that first, whoever is named.
    const refusal = isShared(head.kind) ?? (holdsRight(member, 'restrictMembers') ? null : onlyAdmins());
    return refusal ?? { changed: false };
  }
  const refusal = mayRemove(head.kind, { member, isTarget: actorId === accountId }, target, head.memberCount);
  if (refusal !== null) return refusal;
  await unseat(batch, head, actorId, { accountId, isBot });
  return { changed: true };
});

function onlyAdmins(): VecheError {
  return new VecheError('forbidden', 'Only the owner and admins may do this.', { field: 'chatId' });
}

export function countMember(head: ChatHead, isBot: boolean, by: 1 | -1): void {
  head.memberCount += by;
  if (isBot) head.botCount += by;
}
