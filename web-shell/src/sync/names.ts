import type { AccountId, ChatEvent } from '@veche/contract';
import type { Connection } from './connection.ts';
import type { Clock } from './ports.ts';
import type { Replica } from './replica.ts';

/** Waits a moment, so that one question asks for everyone a burst of events names. */
const GATHER_MS = 50;
const MAX_ASKED = 100;

/** Finds the names of people that events mention. Returns the function to call with applied events. */
export function createNames(
  replica: Replica,
  connection: Pick<Connection, 'call'>,
  clock: Clock,
): (events: readonly ChatEvent[]) => void {
  /** Asked for in this session, whether or not the server named them. */
  const asked = new Set<AccountId>();
  const wanted: AccountId[] = [];

  const ask = async () => {
    const accountIds = wanted.splice(0, MAX_ASKED);
    try {
      replica.addAccounts((await connection.call('identity.getAccounts', { accountIds })).accounts);
    } catch {
      for (const accountId of accountIds) asked.delete(accountId);
    }
    if (wanted.length > 0) void ask();
  };

  return (events) => {
    for (const event of events) {
      if (event.kind === 'message.withheld') continue;
      for (const accountId of 'accountId' in event ? [event.actorId, event.accountId] : [event.actorId]) {
        if (asked.has(accountId) || replica.accounts.has(accountId)) continue;
        asked.add(accountId);
        if (wanted.push(accountId) === 1) clock.after(GATHER_MS, () => void ask());
      }
    }
  };
}
