import { type Signal, signal } from '@preact/signals-core';
import type { AccountId } from '@veche/contract';
import type { LiveView } from './client.ts';
import type { FromEngine, ToEngine } from './wire.ts';

type Positions = ReturnType<LiveView['positions']['peek']>;

/** The page's end of what is true of the moment. */
export function createLiveView(post: (message: ToEngine) => void): {
  view: LiveView;
  take(message: Extract<FromEngine, { t: 'live' }>): void;
} {
  const actions: Signal<ReturnType<LiveView['actions']['peek']>> = signal(new Map());
  const presences: Signal<ReturnType<LiveView['presences']['peek']>> = signal(new Map());
  const positions: Signal<Positions> = signal(new Map());
  return {
    view: {
      actions,
      presences,
      positions,
      say: (chatId, kind, topicId) => post({ t: 'doing', chatId, kind, ...(topicId === undefined ? {} : { topicId }) }),
    },
    take(message) {
      if (message.anew !== undefined) presences.value = new Map();
      if (message.anew === 'all') [actions.value, positions.value] = [new Map(), new Map()];
      if (message.actions !== undefined) {
        const next = new Map(actions.peek());
        for (const [chatId, list] of message.actions) {
          if (list.length === 0) next.delete(chatId);
          else next.set(chatId, list);
        }
        actions.value = next;
      }
      if (message.presences !== undefined && message.presences.length > 0) {
        const told = message.presences.map((presence) => [presence.accountId, presence] as const);
        presences.value = new Map<AccountId, (typeof told)[number][1]>([...presences.peek(), ...told]);
      }
      if (message.positions !== undefined) positions.value = merged(positions.peek(), message.positions);
    },
  };
}

/** Positions only go forward, so a late answer does no harm. */
function merged(before: Positions, told: NonNullable<Extract<FromEngine, { t: 'live' }>['positions']>): Positions {
  const next = new Map(before);
  for (const [chatId, list] of told) {
    const chat = new Map(next.get(chatId));
    for (const position of list) {
      const held = chat.get(position.accountId);
      if (held === undefined || position.gotSeq >= held.gotSeq) chat.set(position.accountId, position);
    }
    next.set(chatId, chat);
  }
  return next;
}
