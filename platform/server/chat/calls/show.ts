import type { AccountId, Call, SessionId } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import type { Bus } from '../../kernel/bus.ts';
import type { Queryable } from '../../kernel/database/sql.ts';
import { noSuchCall, stateOf } from './rules.ts';
import type { CallRow } from './store.ts';

/** A call as one of the two sees it. Of devices it names the viewer's own alone. */
export async function toCall(sql: Queryable, row: CallRow, viewerId: AccountId): Promise<Call> {
  const isCaller = viewerId === row.callerId;
  const [peer] = await readAccounts(sql, [isCaller ? row.calleeId : row.callerId], viewerId);
  if (peer === undefined) throw noSuchCall();
  const sessionId = sessionOf(row, viewerId);
  return {
    callId: row.callId,
    chatId: row.chatId,
    direction: isCaller ? 'outgoing' : 'incoming',
    peer,
    media: row.media,
    state: stateOf(row),
    startedAt: row.startedAt.toISOString(),
    ...(row.answeredAt === null ? {} : { answeredAt: row.answeredAt.toISOString() }),
    ...(sessionId === null ? {} : { sessionId }),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
  };
}

/** The device with which an account is in a call. */
export function sessionOf(row: CallRow, accountId: AccountId): SessionId | null {
  return accountId === row.callerId ? row.callerSession : row.calleeSession;
}

/** Tells all devices of both how a call stands; what is lost on the way is found by asking. */
export async function tellCall({ sql, bus }: { sql: Queryable; bus: Bus }, row: CallRow): Promise<void> {
  for (const accountId of [row.callerId, row.calleeId])
    bus.publish('told', { accountId, frame: { t: 'ring', call: await toCall(sql, row, accountId) } });
}
