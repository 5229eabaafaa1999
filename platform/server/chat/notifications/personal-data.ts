import { NotificationSettings } from '@veche/contract';
import type { PersonalData } from '../../kernel/personal-data.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { readSettings } from './store.ts';

/** What is kept of a person for notifications. */
export function notificationData({ sql }: Pick<ChatDependencies, 'sql'>): PersonalData {
  return {
    name: 'notifications',
    given: { schema: NotificationSettings, read: (accountId) => readSettings(sql, accountId) },
    erase: async (accountId) => {
      await sql`delete from push_subscription where account_id = ${accountId}`;
      await sql`delete from notification_settings where account_id = ${accountId}`;
      await sql`delete from quiet_override where account_id = ${accountId}`;
    },
  };
}
