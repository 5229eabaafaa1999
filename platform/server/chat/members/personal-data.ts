import type { ChatId } from '@veche/contract';
import type { PersonalData } from '../../kernel/personal-data.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { settleRequest } from '../invites/requests.ts';

/** Who is gone asks for nothing, and needs not be kept out. */
export function roomsData({ sql, writer }: Pick<ChatDependencies, 'sql' | 'writer'>): PersonalData {
  return {
    name: 'rooms',
    erase: async (accountId, signal) => {
      const rows = await sql<{ chatId: ChatId }[]>`
        select chat_id as "chatId" from account_join_request where account_id = ${accountId}`;
      for (const { chatId } of rows) {
        signal.throwIfAborted();
        await writer.transact([chatId], (batch) => settleRequest(batch, chatId, accountId));
      }
      await sql`delete from chat_ban where account_id = ${accountId}`;
    },
  };
}
