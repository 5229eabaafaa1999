import type { Queryable } from '../../kernel/database/sql.ts';
import { NO_CHAT } from '../delivery/outbox.ts';

/** Whether a message that an update `u` tells of still stands. */
const stands = (sql: Queryable, path: string[]) => sql`
  exists (select from message m where m.chat_id = u.chat_id and m.message_id = (u.event #>> ${path}::text[])::bigint
    and m.deleted_at is null)`;

/** An update `u` whose message or chat is gone, however that went. */
export const isWithdrawn = (sql: Queryable) => sql`(
  u.chat_id <> ${NO_CHAT} and not exists (select from chat c where c.chat_id = u.chat_id and c.deleted_at is null)
  or u.event -> 'message' is not null and not ${stands(sql, ['message', 'messageId'])})`;

/** An update `u` that shows what its message answers, and that is gone. */
export const showsWithdrawn = (sql: Queryable) => sql`(
  u.event -> 'replied' is not null and not ${stands(sql, ['replied', 'message', 'messageId'])})`;
