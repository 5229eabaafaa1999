import type { AccountId, ChatAction, ChatEvent, ChatId, MessageId } from '@veche/contract';
import { ACTION_EVERY_SECONDS, ACTION_SHOWN_SECONDS } from '@veche/contract/light';
import type { ShownAction } from './client.ts';
import type { Connection } from './connection.ts';
import type { Clock } from './ports.ts';

/** What others are doing in chats right now, and telling them what this person does. */
export function createActions(parts: {
  connection: Pick<Connection, 'say' | 'phase'>;
  clock: Clock;
  changed(chatId: ChatId, actions: readonly ShownAction[]): void;
}) {
  const { connection, clock, changed } = parts;
  const shown = new Map<ChatId, Map<AccountId, { action: ShownAction; cancel: () => void }>>();
  const saidAt = new Map<ChatId, number>();

  const tell = (chatId: ChatId) =>
    changed(
      chatId,
      [...(shown.get(chatId)?.values() ?? [])].map(({ action }) => action),
    );
  const end = (chatId: ChatId, accountId: AccountId) => {
    const people = shown.get(chatId);
    const held = people?.get(accountId);
    if (people === undefined || held === undefined) return;
    held.cancel();
    people.delete(accountId);
    if (people.size === 0) shown.delete(chatId);
    tell(chatId);
  };

  return {
    heard(chatId: ChatId, action: ShownAction): void {
      const { accountId } = action;
      const people = shown.get(chatId) ?? new Map<AccountId, { action: ShownAction; cancel: () => void }>();
      people.get(accountId)?.cancel();
      const cancel = clock.after(ACTION_SHOWN_SECONDS * 1000, () => end(chatId, accountId));
      shown.set(chatId, people.set(accountId, { action, cancel }));
      tell(chatId);
    },
    /** Who has sent a message is no longer writing it. */
    applied(chatId: ChatId, events: readonly ChatEvent[]): void {
      if (!shown.has(chatId)) return;
      for (const event of events) if (event.kind === 'message.created') end(chatId, event.actorId);
    },
    /** Tells the others, as often as the server takes it. */
    say(chatId: ChatId, kind: ChatAction, topicId?: MessageId): void {
      const now = clock.now();
      if (connection.phase() !== 'ready' || now - (saidAt.get(chatId) ?? -Infinity) < ACTION_EVERY_SECONDS * 1000)
        return;
      saidAt.set(chatId, now);
      connection.say({ t: 'eph', chatId, kind, ...(topicId === undefined ? {} : { topicId }) });
    },
    forget(): void {
      for (const people of shown.values()) for (const { cancel } of people.values()) cancel();
      shown.clear();
      saidAt.clear();
    },
  };
}
