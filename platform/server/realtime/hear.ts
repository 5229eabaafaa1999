import { type AccountEvent, closeCodes } from '@veche/contract';
import type { Bus, BusTopics } from '../kernel/bus.ts';
import type { Devices } from './devices.ts';
import type { FanOut } from './fan-out.ts';
import type { createHints } from './hints.ts';
import type { Seen } from './seen.ts';
import type { Watches } from './watches.ts';

interface HearParts {
  bus: Bus;
  devices: Devices;
  fanOut: FanOut;
  watches: Watches;
  seen: Seen;
  tellHint: ReturnType<typeof createHints>;
  failed(error: unknown): void;
}

/** Brings to the sockets of this node what the bus tells. Answers the ways to stop. */
export function hearBus({ bus, devices, fanOut, watches, seen, tellHint, failed }: HearParts): (() => void)[] {
  /** Hands events on. Who is removed by one of them is not told of those after it in the same commit. */
  const spread = (message: BusTopics['chat']): void => {
    const { chatId, events } = message;
    let start = 0;
    events.forEach((event, index) => {
      // Who writes has read what was there.
      if (event.kind === 'message.created') seen.note(chatId, event.actorId);
      if (event.kind !== 'member.removed') return;
      fanOut.add({ ...message, events: events.slice(start, index + 1) });
      for (const connection of devices.of(event.accountId)) fanOut.unlisten(connection, chatId);
      start = index + 1;
    });
    if (start < events.length) fanOut.add({ ...message, events: events.slice(start) });
  };

  return [
    bus.subscribe('chat', spread),
    bus.subscribe('account', ({ accountId, events }) => {
      for (const event of events) {
        if (event.kind === 'chat.read') seen.note(event.chatId, accountId);
        if (changesWhoMayKnow(event)) void watches.rulesChanged(accountId, devices.of(accountId)).catch(failed);
      }
      for (const connection of devices.of(accountId)) {
        for (const event of events) {
          if (event.kind === 'chat.joined') {
            connection.leftMeanwhile?.delete(event.chatId);
            fanOut.listen(connection, event.chatId, event.hiddenTo);
          }
          if (event.kind === 'chat.left') {
            connection.leftMeanwhile?.add(event.chatId);
            fanOut.unlisten(connection, event.chatId);
          }
        }
        connection.push({ t: 'state', events: [...events] });
        fanOut.touch(connection);
      }
    }),
    bus.subscribe('delivered', ({ chatId, accountId }) => seen.note(chatId, accountId)),
    bus.subscribe('action', (action) => void tellHint(action).catch(failed)),
    bus.subscribe('presence', (change) => void watches.changed(change).catch(failed)),
    bus.subscribe('told', ({ accountId, sessionId, frame }) => {
      for (const connection of devices.of(accountId)) {
        // Who has yet to say hello asks for what there is.
        if (connection.isHeld || (sessionId !== undefined && connection.sessionId !== sessionId)) continue;
        connection.push(frame);
        fanOut.touch(connection);
      }
    }),
    bus.subscribe('sessionEnded', ({ accountId, sessionId }) => {
      for (const connection of devices.of(accountId)) {
        if (connection.sessionId === sessionId) connection.socket.close(closeCodes.sessionEnded, 'session ended');
      }
    }),
  ];
}

/** Whether another set of people may know when the account is here. */
function changesWhoMayKnow(event: AccountEvent): boolean {
  if (event.kind === 'privacy.changed') return event.subject === 'lastSeen';
  return event.kind === 'block.changed' || event.kind === 'contacts.changed';
}
