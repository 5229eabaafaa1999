import {
  type Account,
  type AccountId,
  type Chat,
  type ChatId,
  chats as contract,
  type Seq,
  VecheError,
} from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { tellSettings } from '../chat-settings/tell.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { noSuchChat } from '../messages/rules.ts';
import { applyAdditions, applyRemovals, applyTitles } from './appliers.ts';
import { createGroup, openDirectChat } from './create.ts';
import { accountsOf, listChats } from './list.ts';
import { withoutContent } from './rules.ts';
import { moveReadPosition, readChats, readMembers } from './store.ts';

export function chatHandlers(dependencies: ChatDependencies): Handler[] {
  const { sql, writer } = dependencies;

  const oneChat = async (accountId: AccountId, chatId: ChatId): Promise<{ chat: Chat; accounts: Account[] }> => {
    const [chat] = await readChats(sql, { accountId, chatId, limit: 1 });
    if (chat === undefined) throw noSuchChat();
    return { chat, accounts: await readAccounts(sql, accountsOf(chat)) };
  };
  const accountNamed = async (accountId: AccountId): Promise<Account> => {
    const [account] = await readAccounts(sql, [accountId]);
    if (account === undefined) throw new VecheError('not_found', 'There is no such account.', { field: 'accountId' });
    return account;
  };

  return [
    implement(contract.createDirect, async ({ caller }, { accountId }) => {
      const actorId = accountOf(caller);
      return oneChat(actorId, await openDirectChat(dependencies, actorId, await accountNamed(accountId)));
    }),
    implement(contract.createGroup, async ({ caller }, input) => {
      const actorId = accountOf(caller);
      return oneChat(actorId, await createGroup(dependencies, actorId, input));
    }),
    implement(contract.list, async ({ caller }, input) => {
      const page = await listChats(sql, accountOf(caller), input);
      return caller.kind === 'bot' ? { ...page, chats: page.chats.map(withoutContent) } : page;
    }),
    implement(contract.get, async ({ caller }, { chatId }) => {
      const { chat, accounts } = await oneChat(accountOf(caller), chatId);
      return { chat: caller.kind === 'bot' ? withoutContent(chat) : chat, accounts };
    }),
    implement(contract.listMembers, async ({ caller }, { chatId, cursor, limit }) => {
      const after = parseMemberCursor(cursor);
      const page = await readMembers(sql, { chatId, readerId: accountOf(caller), after, limit: limit + 1 });
      if (page === null) throw noSuchChat();
      const last = page.length > limit ? page[limit - 1] : undefined;
      return {
        members: page.slice(0, limit).map(({ joinedSeq: _joinedSeq, ...member }) => member),
        ...(last === undefined ? {} : { nextCursor: `${last.joinedSeq}_${last.account.accountId}` }),
      };
    }),
    implement(contract.setTitle, ({ caller }, { chatId, title }) =>
      writer.submit(applyTitles, { chatId, actorId: accountOf(caller), title }),
    ),
    implement(contract.addMember, async ({ caller }, { chatId, accountId }) =>
      writer.submit(applyAdditions, { chatId, actorId: accountOf(caller), account: await accountNamed(accountId) }),
    ),
    implement(contract.removeMember, async ({ caller }, { chatId, accountId }) => {
      const account = await accountNamed(accountId);
      return writer.submit(applyRemovals, {
        chatId,
        actorId: accountOf(caller),
        accountId,
        isBot: account.kind === 'bot',
      });
    }),
    implement(contract.markRead, async ({ caller }, { chatId, seq }) => {
      const accountId = accountOf(caller);
      const position = await writer.transact([], async (batch) => {
        const moved = await moveReadPosition(batch.tx, { accountId, chatId, seq });
        if (moved?.moved) {
          const { readSeq, unreadCount } = moved;
          batch.appendAccount(accountId, {
            kind: 'chat.read',
            chatId,
            readSeq: readSeq as Seq,
            unreadCount: Math.max(0, unreadCount),
          });
          if (moved.unmarked !== null) {
            tellSettings(batch, { accountId, chatId }, { markedUnread: null, settingsVersion: moved.unmarked });
          }
        }
        return moved;
      });
      if (position === null) throw noSuchChat();
      return { readSeq: position.readSeq, unreadCount: Math.max(0, position.unreadCount) };
    }),
  ];
}

function parseMemberCursor(cursor: string | undefined): { joinedSeq: number; accountId: number } {
  if (cursor === undefined) return { joinedSeq: -1, accountId: 0 };
  const match = /^(\d{1,16})_(\d{1,16})$/.exec(cursor);
  if (match === null) throw new VecheError('invalid_input', 'cursor: not one that was given out', { field: 'cursor' });
  return { joinedSeq: Number(match[1]), accountId: Number(match[2]) };
}
