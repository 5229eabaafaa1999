import { type AccountId, reachOf } from '@veche/contract';
import type { BusTopics } from '../kernel/bus.ts';
import type { Connection } from './connection.ts';
import type { FanOut } from './fan-out.ts';
import type { Live } from './live.ts';

/** Bytes a socket may have waiting and still be told what others are doing: first to go when it is slow. */
const BUSY_BYTES = 64 * 1024;
/** Sockets that are told of one hint at most: where more look on, nobody could follow it. */
const MAX_TOLD = 1_000;

/** Shows what somebody does in a chat to the others there: in a small one to all, in a big one to who looks at it. */
export function createHints({ fanOut, live }: { fanOut: FanOut; live: Pick<Live, 'blockersOf'> }) {
  const mayHear = ({ isHeld, chats, socket }: Connection, chatId: BusTopics['action']['chatId']) =>
    !isHeld && chats.has(chatId) && socket.bufferedAmount <= BUSY_BYTES;

  return async function tell({ chatKind, memberCount, ...action }: BusTopics['action']): Promise<void> {
    const { chatId, accountId } = action;
    const isSmall = reachOf(chatKind, memberCount) === 'small';
    const audience = isSmall ? fanOut.audience.listeners(chatId) : fanOut.audience.viewers(chatId);
    if (audience.size > MAX_TOLD) return;
    const others = new Map<Connection, AccountId>();
    for (const connection of audience) {
      const id = connection.caller?.accountId;
      if (id !== undefined && id !== accountId && mayHear(connection, chatId)) others.set(connection, id);
    }
    if (others.size === 0) return;
    const blockers = await live.blockersOf(accountId, [...new Set(others.values())]);
    const frame = Buffer.from(JSON.stringify({ t: 'eph', ...action }));
    for (const [connection, id] of others) {
      if (blockers.has(id) || !mayHear(connection, chatId)) continue;
      connection.push(frame);
      fanOut.touch(connection);
    }
  };
}
