import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { ChatId } from '@veche/contract';
import type { TemplateResult } from 'lit';
import type { Shell } from '../../state/shell.ts';
import type { ChatRow, ChatWindow, MessageRow } from '../../sync/client.ts';
import { createOriginals, type Originals } from './originals.ts';
import type * as richModule from './rich/index.ts';
import { createReactionToggles, type ReactionToggles } from './reaction-toggles.ts';

type Rich = typeof richModule;

/** One chat on screen: its window, and what the person is doing in it. */
export interface OpenChat {
  readonly shell: Shell;
  readonly chatId: ChatId;
  /** The topic that is open, 0 being the general one; undefined: the whole chat. */
  readonly topicId: number | undefined;
  readonly window: ChatWindow;
  /** Undefined once the person is no longer in the chat. */
  readonly row: ReadonlySignal<ChatRow | undefined>;
  readonly replyTo: Signal<MessageRow | null>;
  /** The passage of the message replied to that the answer is about. */
  readonly quoted: Signal<string | null>;
  readonly editing: Signal<MessageRow | null>;
  /** What is being looked for in the chat: words, or a date; null: nothing. */
  readonly finding: Signal<'words' | 'date' | null>;
  /** Messages that are chosen, by id; null while nothing is being chosen. */
  readonly selected: Signal<ReadonlyMap<number, MessageRow> | null>;
  /** What a chat shows and does beside plain text, once it is loaded. */
  readonly rich: ReadonlySignal<Rich | null>;
  /** Settles when `rich` is there, or could not be loaded. */
  readonly richTried: Promise<unknown>;
  /** The sheet over the chat. */
  readonly sheet: Signal<TemplateResult | null>;
  readonly reactions: ReactionToggles;
  readonly originals: Originals;
  /** Bot buttons waiting for their answer, as `<messageId> <row> <column>`. */
  readonly pressed: Signal<ReadonlySet<string>>;
  /** The read position when the chat was opened, or null when nothing was unread: where the divider stands. */
  readonly unreadAfter: Signal<number | null>;
  close(): void;
}

export function openChat(shell: Shell, chatId: ChatId, topicId?: number): OpenChat {
  const row = computed(() => shell.client.chats.value.find((chat) => chat.chatId === chatId));
  const window = shell.client.openWindow(chatId, topicId);
  const present = row.peek();
  const rich = signal<Rich | null>(null);
  // Without it, messages are plain until the chat is opened again.
  const richTried = Promise.all([import('./rich/index.ts'), shell.words.forPages()]).then(
    ([loaded]) => (rich.value = loaded),
    () => undefined,
  );
  return {
    shell,
    chatId,
    topicId,
    window,
    row,
    replyTo: signal(null),
    quoted: signal(null),
    editing: signal(null),
    finding: signal(null),
    selected: signal(null),
    rich,
    richTried,
    sheet: signal(null),
    reactions: createReactionToggles(shell, chatId),
    originals: createOriginals(shell, chatId),
    pressed: signal(new Set()),
    unreadAfter: signal(
      topicId === undefined && present !== undefined && present.unreadCount > 0 ? present.readSeq : null,
    ),
    close: () => window.close(),
  };
}
