import { receipts as contract, VecheError } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { noSuchChat, noSuchMessage } from '../messages/rules.ts';
import { mayAskReaders } from './rules.ts';
import { readAskedMessage, readOthers, readReaders } from './store.ts';

export function receiptHandlers({ sql }: { sql: Sql }): Handler[] {
  return [
    implement(contract.receiptMethods.get, async ({ caller }, { chatId }) => {
      const positions = await readOthers(sql, { chatId, accountId: accountOf(caller) });
      if (positions === null) throw noSuchChat();
      if (positions === 'tooLarge') {
        throw new VecheError('conflict', `Positions are shown among up to ${contract.MAX_SHOWN_POSITIONS} members.`, {
          field: 'chatId',
        });
      }
      return { positions };
    }),
    implement(contract.receiptMethods.readers, async ({ caller }, { chatId, messageId }) => {
      const accountId = accountOf(caller);
      const message = await readAskedMessage(sql, { chatId, messageId, accountId });
      if (message === null) throw noSuchMessage();
      const refusal = mayAskReaders(message, accountId);
      if (refusal !== null) throw refusal;
      const rows = await readReaders(sql, { chatId, messageId, senderId: accountId });
      const ids = (hasRead: boolean) => rows.flatMap((row) => (row.hasRead === hasRead ? [row.accountId] : []));
      return {
        readBy: ids(true),
        reached: ids(false),
        accounts: await readAccounts(
          sql,
          rows.map((row) => row.accountId),
          accountOf(caller),
        ),
      };
    }),
  ];
}
