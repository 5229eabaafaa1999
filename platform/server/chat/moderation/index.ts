import type { WingPart } from '../../kernel/wing.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { moderationHandlers } from './methods.ts';
import { moderationData } from './personal-data.ts';
import { purgeReports } from './store.ts';

/** Reports and their ends, what admins and moderators did, and how long that is kept. */
export function moderationPart(dependencies: ChatDependencies): WingPart {
  return {
    handlers: moderationHandlers(dependencies),
    personalData: [moderationData(dependencies)],
    tasks: [{ name: 'purge-moderation', schedule: '20 3 * * *', run: () => purgeReports(dependencies.sql) }],
  };
}
