import { chats as contract } from '@veche/contract';
import { readPlace } from '../members/place.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { bringBack } from '../hiding/methods.ts';
import { noSuchChat } from '../messages/rules.ts';
import { applyTransfers } from '../members/appliers.ts';
import { readMembers } from '../members/store.ts';
import { numbersOfCursor, pageOf } from '../../kernel/paging.ts';
import { accountNamed } from './account-named.ts';
import { applyAdditions, applyLeaves, applyRemovals } from './appliers.ts';
import { createChannel, createGroup, openDirectChat } from './create.ts';
import { deleteChat } from './deletion.ts';
import { listChats, readOneChat } from './list.ts';
import { markReadIn } from './mark-read.ts';
import { onlyAdmins, withoutContent } from './rules.ts';
import { readSeat } from './store.ts';
import { applyUpdates } from './update.ts';

export function chatHandlers(dependencies: ChatDependencies): Handler[] {
  const { sql, writer } = dependencies;

  return [
    implement(contract.createDirect, async ({ caller }, { accountId }) => {
      const actorId = accountOf(caller);
      const chatId = await openDirectChat(dependencies, actorId, await accountNamed(sql, accountId));
      const opened = await readOneChat(sql, actorId, chatId);
      if (opened.chat.isRemoved !== true) return opened;
      await bringBack(dependencies, { accountId: actorId, chatId });
      return readOneChat(sql, actorId, chatId);
    }),
    implement(contract.createGroup, async ({ caller }, input) => {
      const actorId = accountOf(caller);
      return readOneChat(sql, actorId, await createGroup(dependencies, actorId, input));
    }),
    implement(contract.createChannel, async ({ caller }, input) => {
      const actorId = accountOf(caller);
      return readOneChat(sql, actorId, await createChannel(dependencies, actorId, input));
    }),
    implement(contract.list, async ({ caller }, input) => {
      const page = await listChats(sql, accountOf(caller), input);
      return caller.kind === 'bot' ? { ...page, chats: page.chats.map(withoutContent) } : page;
    }),
    implement(contract.get, async ({ caller }, { chatId }) => {
      const { chat, accounts } = await readOneChat(sql, accountOf(caller), chatId);
      return { chat: caller.kind === 'bot' ? withoutContent(chat) : chat, accounts };
    }),
    implement(contract.getMember, ({ caller }, input) => readPlace(sql, { ...input, readerId: accountOf(caller) })),
    implement(contract.listMembers, async ({ caller }, { chatId, admins, cursor, limit }) => {
      const [joinedSeq = -1, accountId = 0] = numbersOfCursor(cursor, 2) ?? [];
      const after = { joinedSeq, accountId };
      const readerId = accountOf(caller);
      const page = await readMembers(sql, {
        ...{ chatId, readerId, after, limit: limit + 1 },
        adminsOnly: admins === true,
      });
      if (page.length === 0) {
        const seat = await readSeat(sql, chatId, readerId);
        if (seat === null) throw noSuchChat();
        if (seat.kind === 'channel' && seat.role === 'member') throw onlyAdmins();
      }
      const { page: shown, next } = pageOf(page, limit, (last) => `${last.joinedSeq}_${last.account.accountId}`);
      return {
        members: shown.map(({ joinedSeq: _joinedSeq, ...member }) => member),
        ...next,
      };
    }),
    implement(contract.update, ({ caller }, input) =>
      writer.submit(applyUpdates, { ...input, actorId: accountOf(caller) }),
    ),
    implement(contract.addMember, async ({ caller }, { chatId, accountId }) =>
      writer.submit(applyAdditions, {
        chatId,
        actorId: accountOf(caller),
        account: await accountNamed(sql, accountId),
      }),
    ),
    implement(contract.removeMember, async ({ caller }, { chatId, accountId }) => {
      const account = await accountNamed(sql, accountId);
      return writer.submit(applyRemovals, {
        chatId,
        actorId: accountOf(caller),
        accountId,
        isBot: account.kind === 'bot',
      });
    }),
    implement(contract.leave, ({ caller }, { chatId }) =>
      writer.submit(applyLeaves, { chatId, actorId: accountOf(caller), isBot: caller.kind === 'bot' }),
    ),
    implement(contract.remove, async ({ caller }, { chatId }) => {
      await deleteChat(dependencies, chatId, accountOf(caller));
      return {};
    }),
    implement(contract.transferOwnership, async ({ caller }, target) => {
      const { kind } = await accountNamed(sql, target.accountId);
      return writer.submit(applyTransfers, { ...target, actorId: accountOf(caller), isBot: kind === 'bot' });
    }),
    implement(contract.markRead, async ({ caller }, { chatId, seq }) => {
      const accountId = accountOf(caller);
      const position = await writer.transact([], (batch) => markReadIn(batch, { accountId, chatId }, seq));
      if (position === null) throw noSuchChat();
      return position;
    }),
  ];
}
