import type { AccountId, AppId, ChatId, MessageId } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';

export interface Launch {
  accountId: AccountId;
  launchId: string;
  appId: AppId;
  releaseId: string;
  chatId: ChatId | null;
  messageId: MessageId | null;
  nonceHash: Uint8Array;
  startedAt: Date;
  expiresAt: Date;
}

export async function insertLaunch(sql: Queryable, launch: Launch): Promise<void> {
  await sql`
    insert into app_launch (account_id, launch_id, app_id, release_id, chat_id, message_id, nonce_hash, started_at, expires_at)
    values (${launch.accountId}, ${launch.launchId}, ${launch.appId}, ${launch.releaseId}, ${launch.chatId},
      ${launch.messageId}, ${launch.nonceHash}, ${launch.startedAt}, ${launch.expiresAt})`;
}

/** Forgets launches begun before a moment. */
export async function deleteLaunchesBefore(sql: Queryable, moment: Date): Promise<void> {
  await sql`delete from app_launch where started_at < ${moment}`;
}
