import { members as contract, VecheError } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { accountNamed } from '../chats/account-named.ts';
import { holdsRight, isShared, onlyAdmins } from '../chats/rules.ts';
import { readSeat } from '../chats/store.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { noSuchChat } from '../messages/rules.ts';
import { momentOfCursor, pageOf } from '../../kernel/paging.ts';
import { applyBans, applyDemotions, applyPromotions, applyRestrictions, applyUnbans } from './appliers.ts';
import { readBans } from './store.ts';

export function memberHandlers({ sql, writer, clock }: ChatDependencies): Handler[] {
  return [
    implement(contract.promote, ({ caller }, { rights, ...target }) =>
      writer.submit(applyPromotions, { ...target, actorId: accountOf(caller), rights }),
    ),
    implement(contract.demote, ({ caller }, target) =>
      writer.submit(applyDemotions, { ...target, actorId: accountOf(caller) }),
    ),
    implement(contract.restrict, ({ caller }, { until, ...target }) =>
      writer.submit(applyRestrictions, { ...target, actorId: accountOf(caller), until: dateOf(until) }),
    ),
    implement(contract.ban, async ({ caller }, { until, ...target }) => {
      const { kind } = await accountNamed(sql, target.accountId);
      const act = { ...target, actorId: accountOf(caller), isBot: kind === 'bot', until: dateOf(until) };
      return writer.submit(applyBans, act);
    }),
    implement(contract.unban, ({ caller }, target) =>
      writer.submit(applyUnbans, { ...target, actorId: accountOf(caller) }),
    ),
    implement(contract.listBans, async ({ caller }, { chatId, cursor, limit }) => {
      const [at, accountId] = momentOfCursor(cursor, 2) ?? [];
      const before = at === undefined || accountId === undefined ? undefined : { at, accountId };
      const seat = await readSeat(sql, chatId, accountOf(caller));
      if (seat === null) throw noSuchChat();
      const refusal = isShared(seat.kind) ?? (holdsRight(seat, 'restrictMembers') ? null : onlyAdmins());
      if (refusal instanceof VecheError) throw refusal;
      const rows = await readBans(sql, { chatId, before, limit: limit + 1, now: clock.now() });
      const { page, next } = pageOf(rows, limit, (last) => `${last.at.getTime()}_${last.accountId}`);
      const accounts = new Map(
        (
          await readAccounts(
            sql,
            page.map((row) => row.accountId),
            accountOf(caller),
          )
        ).map((account) => [account.accountId, account]),
      );
      return {
        bans: page.flatMap(({ accountId: id, actorId, at: since, until }) => {
          const account = accounts.get(id);
          const end = until === null ? {} : { until: until.toISOString() };
          return account === undefined ? [] : [{ account, actorId, at: since.toISOString(), ...end }];
        }),
        ...next,
      };
    }),
  ];
}

function dateOf(until: string | undefined): Date | null {
  return until === undefined ? null : new Date(until);
}
