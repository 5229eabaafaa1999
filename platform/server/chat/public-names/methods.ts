import { type Account, type AccountId, type ChatId, publicNames as contract, VecheError } from '@veche/contract';
import { findPublicName, mayTakeUsername, readAccounts, replacePublicName } from '../../identity/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { recordAdminAct } from '../audit/record.ts';
import { accountNamed } from '../chats/account-named.ts';
import { enter, keptOut, oneByOne } from '../chats/appliers.ts';
import { readOneChat } from '../chats/list.ts';
import { isShared, onlyOwner } from '../chats/rules.ts';
import { seat } from '../chats/seats.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { spendBudget } from '../standing/standing.ts';
import { readCard, readUsername, refusedByCount, updateUsername } from './store.ts';

const applyUsernames = oneByOne<{ chatId: ChatId; actorId: AccountId; username: string | null }, { changed: boolean }>(
  async (batch, { chatId, actorId, username }) => {
    const entered = await enter(batch, chatId, actorId);
    if (entered instanceof VecheError) return entered;
    const { head, member } = entered;
    const refusal = isShared(head.kind) ?? (member.role === 'owner' ? null : onlyOwner());
    if (refusal !== null) return refusal;
    const before = await readUsername(batch.tx, chatId);
    if (before === username) return { changed: false };
    if (username !== null) {
      // Names that end in `bot` belong to bots.
      const reserved = mayTakeUsername('person', username);
      if (reserved !== null) return reserved;
      const full = before === null ? await refusedByCount(batch.tx, actorId, 'username') : null;
      if (full !== null) return full;
      const holder = await findPublicName(batch.tx, username);
      if (holder !== null && !('chatId' in holder && holder.chatId === chatId)) return taken();
    }
    // Another may have claimed it a moment ago, which only the claim itself finds out.
    if (!(await replacePublicName(batch.tx, { chatId }, username))) throw taken();
    await updateUsername(batch.tx, chatId, username);
    batch.append(chatId, actorId, { kind: 'chat.changed', set: { username } });
    await recordAdminAct(batch, { chatId, actorId, kind: 'chat.changed', data: { set: { username } } });
    return { changed: true };
  },
);

const applyJoins = oneByOne<{ chatId: ChatId; account: Account; username: string }, Record<string, never>>(
  async (batch, { chatId, account, username }) => {
    const head = batch.head(chatId);
    const name = await readUsername(batch.tx, chatId);
    if (head === undefined || name?.toLowerCase() !== username.toLowerCase()) return nobody();
    if ((await batch.member(chatId, account.accountId)) !== null) return {};
    const refusal = await keptOut(batch, head, account.accountId, 'username');
    if (refusal !== null) return refusal;
    const { accountId } = account;
    await spendBudget(batch.tx, { accountId, kind: 'joinedChats', count: 1 }, batch.at);
    await seat(batch, head, accountId, { account });
    return {};
  },
);

export function publicNameHandlers({ sql, writer }: ChatDependencies): Handler[] {
  return [
    implement(contract.setUsername, ({ caller }, input) =>
      writer.submit(applyUsernames, { ...input, actorId: accountOf(caller) }),
    ),
    implement(contract.resolve, async ({ caller }, { username }) => {
      const holder = await findPublicName(sql, username);
      if (holder === null) throw nobody();
      if ('accountId' in holder) {
        const [account] = await readAccounts(sql, [holder.accountId], accountOf(caller));
        if (account === undefined) throw nobody();
        return { account };
      }
      const chat = await readCard(sql, holder.chatId, accountOf(caller));
      if (chat === null) throw nobody();
      return { chat };
    }),
    implement(contract.join, async ({ caller }, { username }) => {
      const accountId = accountOf(caller);
      const holder = await findPublicName(sql, username);
      if (holder === null || !('chatId' in holder)) throw nobody();
      const { chatId } = holder;
      await writer.submit(applyJoins, { chatId, account: await accountNamed(sql, accountId), username });
      return readOneChat(sql, accountId, chatId);
    }),
  ];
}

function nobody(): VecheError {
  return new VecheError('not_found', 'Nobody goes by this public name.', { field: 'username' });
}

function taken(): VecheError {
  return new VecheError('conflict', 'This public name is taken.', { field: 'username' });
}
