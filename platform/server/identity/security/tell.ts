import type { AccountId, SecurityNews, SessionId } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';

/** What the devices of an account are told about the ways into it. */
export interface SecurityPush {
  readonly accountId: AccountId;
  readonly what: SecurityNews;
  /** On which device it was done, in words; empty when that is not known. */
  readonly device: string;
  /** Where it was done: there nobody needs to be told. */
  readonly exceptSessionId?: SessionId;
}

/** What changes nothing for safety is read where it is shown, and rings nowhere. */
const quiet: ReadonlySet<SecurityNews> = new Set(['passkeyRenamed', 'liftCancelled']);

/** Tells every device of the account, in the transaction of the act. */
export async function tellSecurity(
  { pushSecurity }: { pushSecurity: (sql: Queryable, push: SecurityPush) => Promise<void> },
  batch: Pick<Batch, 'tx' | 'appendAccount'>,
  act: SecurityPush,
): Promise<void> {
  const { accountId, what, device } = act;
  batch.appendAccount(accountId, { kind: 'security.changed', what, ...(device === '' ? {} : { device }) });
  if (!quiet.has(what)) await pushSecurity(batch.tx, act);
}
