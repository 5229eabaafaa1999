import { moderation as contract } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { numbersOfCursor, pageOf } from '../../kernel/paging.ts';
import { requireRight } from './access.ts';
import { readAdminActs } from './store.ts';

/** First words of the kinds of acts. */
const familiesOf: Readonly<Record<contract.AdminActSubject, readonly string[]>> = {
  chat: ['chat', 'owner', 'topic'],
  members: ['member'],
  messages: ['message'],
  invites: ['invite', 'joinRequest'],
  reports: ['report'],
};

/** Reading what admins did. */
export function adminHandlers({ sql }: Pick<ChatDependencies, 'sql'>): Handler[] {
  return [
    implement(contract.adminLog, async ({ caller }, { chatId, actorId = null, about, cursor, limit }) => {
      await requireRight(sql, { chatId, accountId: accountOf(caller) }, 'seeAdminLog');
      const [before = Number.MAX_SAFE_INTEGER] = numbersOfCursor(cursor, 1) ?? [];
      const families = about === undefined ? null : familiesOf[about];
      const rows = await readAdminActs(sql, { chatId, actorId, families, before, limit: limit + 1 });
      const { page: shown, next } = pageOf(rows, limit, (last) => `${last.actId}`);
      return {
        acts: shown.map(({ at, targetId, ...act }) => ({
          ...act,
          at: at.toISOString(),
          ...(targetId === null ? {} : { targetId }),
        })),
        accounts: await readAccounts(
          sql,
          shown.flatMap((act) => [act.actorId, ...(act.targetId === null ? [] : [act.targetId])]),
          accountOf(caller),
        ),
        ...next,
      };
    }),
  ];
}
