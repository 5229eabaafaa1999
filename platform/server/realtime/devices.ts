import type { AccountId } from '@veche/contract';
import type { Connection } from './connection.ts';

/** Bytes that the slow sockets of one account may have waiting together. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

const none: ReadonlySet<Connection> = new Set();

/** Signed-in sockets of this node by account. */
export function createDevices() {
  const byAccount = new Map<AccountId, Set<Connection>>();
  return {
    of: (accountId: AccountId): ReadonlySet<Connection> => byAccount.get(accountId) ?? none,
    add(connection: Connection, accountId: AccountId): void {
      const set = byAccount.get(accountId);
      if (set === undefined) byAccount.set(accountId, new Set([connection]));
      else set.add(connection);
    },
    /** True when it was the account's last. */
    remove(connection: Connection, accountId: AccountId): boolean {
      const set = byAccount.get(accountId);
      if (set === undefined || !set.delete(connection) || set.size > 0) return false;
      return byAccount.delete(accountId);
    },
    /** Many sockets that ask and never read would otherwise fill the memory. */
    waitForTooMuch({ isSlow, caller }: Connection): boolean {
      if (!isSlow || caller === null) return false;
      const open = [...(byAccount.get(caller.accountId) ?? none)].filter(
        ({ socket }) => socket.readyState === socket.OPEN,
      );
      return open.reduce((sum, { socket }) => sum + socket.bufferedAmount, 0) > MAX_WAITING_BYTES;
    },
  };
}
export type Devices = ReturnType<typeof createDevices>;
