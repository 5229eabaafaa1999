import type { AccountId } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';

/** Whether an account still sees a message `m` of a chat, given the end of what it cleared. */
export const stillSeen = (sql: Queryable, accountId: AccountId, clearedSeq: ReturnType<Queryable>) => sql`
  m.message_id > ${clearedSeq} and not exists (
    select 1 from hidden_message h
    where h.account_id = ${accountId} and h.chat_id = m.chat_id and h.message_id = m.message_id)`;
