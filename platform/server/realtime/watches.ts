import type { AccountId, Presence } from '@veche/contract';
import type { BusTopics } from '../kernel/bus.ts';
import type { Connection } from './connection.ts';
import type { FanOut } from './fan-out.ts';
import type { Live } from './live.ts';

/** Follows the presence of people for the sockets that asked: who may know it exactly is told each change. */
export function createWatches({ fanOut, live: { presence } }: { fanOut: FanOut; live: Pick<Live, 'presence'> }) {
  const watchers = new Map<AccountId, Set<Connection>>();

  const tell = (connection: Connection, presences: readonly Presence[]): void => {
    if (presences.length === 0) return;
    connection.push({ t: 'presence', presences: [...presences] });
    fanOut.touch(connection);
  };
  const forget = (connection: Connection): void => {
    for (const accountId of connection.watched.keys()) {
      const set = watchers.get(accountId);
      set?.delete(connection);
      if (set?.size === 0) watchers.delete(accountId);
    }
    connection.watched.clear();
  };

  /** Tells a socket what its person may know of these now. */
  const show = async (connection: Connection, viewerId: AccountId, accountIds: readonly AccountId[]): Promise<void> => {
    const presences = await presence.read(viewerId, accountIds);
    const followed = presences.filter(({ accountId }) => connection.watched.has(accountId));
    for (const { accountId, status } of followed)
      connection.watched.set(accountId, status === 'online' || status === 'offline');
    tell(connection, followed);
  };

  return {
    forget,
    /** Follows these accounts from now on, and tells where they stand. */
    async follow(connection: Connection, viewerId: AccountId, accountIds: readonly AccountId[]): Promise<void> {
      forget(connection);
      const { socket } = connection;
      if (accountIds.length === 0 || socket.readyState !== socket.OPEN) return;
      // Followed before it is read: what changes meanwhile is told after it.
      for (const accountId of accountIds) {
        connection.watched.set(accountId, true);
        const set = watchers.get(accountId);
        if (set === undefined) watchers.set(accountId, new Set([connection]));
        else set.add(connection);
      }
      await show(connection, viewerId, accountIds);
    },
    /** An account lets others know more or less of it: both it and they are told anew. */
    async rulesChanged(accountId: AccountId, own: Iterable<Connection>): Promise<void> {
      for (const connection of watchers.get(accountId) ?? []) {
        if (connection.caller !== null) await show(connection, connection.caller.accountId, [accountId]);
      }
      for (const connection of own) {
        if (connection.watched.size > 0) await show(connection, accountId, [...connection.watched.keys()]);
      }
    },
    /** Tells who may know exactly. Who no longer may is told so much, once, and hears of no change after it. */
    async changed({ accountId, isOnline, lastSeenAt }: BusTopics['presence']): Promise<void> {
      const connections = [...(watchers.get(accountId) ?? [])];
      const viewers = new Set(connections.flatMap(({ caller }) => caller?.accountId ?? []));
      if (viewers.size === 0) return;
      const known = await presence.knownBy(accountId, [...viewers]);
      const exact: Presence = isOnline
        ? { accountId, status: 'online' }
        : { accountId, status: 'offline', lastSeenAt: lastSeenAt.toISOString() };
      for (const connection of connections) {
        const wasExact = connection.watched.get(accountId);
        const viewerId = connection.caller?.accountId;
        if (wasExact === undefined || viewerId === undefined) continue;
        const isExact = known.has(viewerId);
        connection.watched.set(accountId, isExact);
        if (isExact) tell(connection, [exact]);
        else if (wasExact) tell(connection, [{ accountId, status: 'recently' }]);
      }
    },
  };
}
export type Watches = ReturnType<typeof createWatches>;
