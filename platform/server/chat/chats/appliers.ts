import { type Account, type AccountId, type ChatId, chats as contract, VecheError } from '@veche/contract';
import type { Applier, Batch, ChatHead } from '../../kernel/conversation-log/index.ts';
import { noSuchChat } from '../messages/rules.ts';
import { mayManage, mayRemove } from './rules.ts';
import { endMembership, insertMembers, readRole } from './store.ts';

interface Changed {
  changed: boolean;
}

/** Runs operations one after another: for acts too rare to be worth batching. */
function oneByOne<I, R>(apply: (batch: Batch, operation: I) => Promise<R | VecheError>): Applier<I, R> {
  return async (batch, operations) => {
    const answers: (R | VecheError)[] = [];
    for (const operation of operations) answers.push(await apply(batch, operation));
    return answers;
  };
}

/** The chat and the actor's role in it, or the refusal. */
async function enter(batch: Batch, chatId: ChatId, actorId: AccountId) {
  const head = batch.head(chatId);
  const role = head === undefined ? null : await readRole(batch.tx, chatId, actorId);
  return head === undefined || role === null ? noSuchChat() : { head, role };
}

export const applyTitles = oneByOne<{ chatId: ChatId; actorId: AccountId; title: string }, Changed>(
  async (batch, { chatId, actorId, title }) => {
    const entered = await enter(batch, chatId, actorId);
    if (entered instanceof VecheError) return entered;
    const refusal = mayManage(entered.head.kind, entered.role);
    if (refusal !== null) return refusal;
    if (entered.head.title === title) return { changed: false };
    entered.head.title = title;
    batch.append(chatId, actorId, { kind: 'chat.titleChanged', title });
    return { changed: true };
  },
);

export const applyAdditions = oneByOne<{ chatId: ChatId; actorId: AccountId; account: Account }, Changed>(
  async (batch, { chatId, actorId, account }) => {
    const entered = await enter(batch, chatId, actorId);
    if (entered instanceof VecheError) return entered;
    const { head } = entered;
    const refusal = mayManage(head.kind, entered.role);
    if (refusal !== null) return refusal;
    const { accountId } = account;
    if ((await readRole(batch.tx, chatId, accountId)) !== null) return { changed: false };
    if (head.memberCount >= contract.MAX_GROUP_MEMBERS) {
      return new VecheError('conflict', `A group holds up to ${contract.MAX_GROUP_MEMBERS} members.`, {
        field: 'accountId',
      });
    }
    const { seq } = batch.append(chatId, actorId, { kind: 'member.added', accountId, role: 'member' });
    const isBot = account.kind === 'bot';
    await insertMembers(batch.tx, chatId, [{ accountId, role: 'member', isBot, peerId: null }], seq);
    countMember(head, isBot, 1);
    batch.appendAccount(accountId, { kind: 'chat.joined', chatId });
    return { changed: true };
  },
);

export const applyRemovals = oneByOne<
  { chatId: ChatId; actorId: AccountId; accountId: AccountId; isBot: boolean },
  Changed
>(async (batch, { chatId, actorId, accountId, isBot }) => {
  const entered = await enter(batch, chatId, actorId);
  if (entered instanceof VecheError) return entered;
  const { head } = entered;
  const targetRole = await readRole(batch.tx, chatId, accountId);
  if (targetRole === null) {
    // Who may not remove anyone learns that first, whoever is named.
    const refusal = mayManage(head.kind, entered.role);
    return refusal ?? { changed: false };
  }
  const actor = { role: entered.role, isTarget: actorId === accountId };
  const refusal = mayRemove(head.kind, actor, { role: targetRole }, head.memberCount);
  if (refusal !== null) return refusal;
  const { seq } = batch.append(chatId, actorId, { kind: 'member.removed', accountId });
  await endMembership(batch.tx, chatId, accountId, seq);
  countMember(head, isBot, -1);
  batch.appendAccount(accountId, { kind: 'chat.left', chatId });
  return { changed: true };
});

export function countMember(head: ChatHead, isBot: boolean, by: 1 | -1): void {
  head.memberCount += by;
  if (isBot) head.botCount += by;
}
