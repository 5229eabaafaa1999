import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { ChatBot, ChatId, KeyboardInForce } from '@veche/contract';
import type { TemplateResult } from 'lit';
import { mayWrite } from '../../state/may.ts';
import { isPast } from '../../state/past.ts';
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
  /** What messages are drawn from: the row changes with each of them, and these do not. */
  readonly kind: ReadonlySignal<ChatRow['kind'] | undefined>;
  readonly memberCount: ReadonlySignal<number | undefined>;
  readonly isDiscussed: ReadonlySignal<boolean>;
  /** Also changes when a restriction runs out. */
  readonly mayWrite: ReadonlySignal<boolean>;
  readonly replyTo: Signal<MessageRow | null>;
  /** The passage of the message replied to that the answer is about. */
  readonly quoted: Signal<string | null>;
  readonly editing: Signal<MessageRow | null>;
  /** What stands in the field. */
  readonly typed: Signal<string>;
  /** How often the person went to the field from elsewhere: each time it takes the focus. */
  readonly fieldAsked: Signal<number>;
  /** What is being looked for in the chat: words, or a date; null: nothing. */
  readonly finding: Signal<'words' | 'date' | null>;
  /** Messages that are chosen, by id; null while nothing is being chosen. */
  readonly selected: Signal<ReadonlyMap<number, MessageRow> | null>;
  /** What a chat shows and does beside plain text, once it is loaded. */
  readonly rich: ReadonlySignal<Rich | null>;
  /** Settles when `rich` is there, or could not be loaded. */
  readonly richTried: Promise<unknown>;
  /** Whether `rich` may still come. */
  readonly richComing: ReadonlySignal<boolean>;
  /** Bots of the chat and what they can do; null while that is not known. */
  readonly bots: Signal<readonly ChatBot[] | null>;
  /** The last keyboard of a bot that was meant for the person, and whether its keys are shown. */
  readonly keyboard: Signal<(KeyboardInForce & { readonly isOpen: boolean }) | null>;
  /** Words that are to stand in the field. */
  readonly wanted: Signal<string | null>;
  /** The sheet over the chat. */
  readonly sheet: Signal<TemplateResult | null>;
  readonly reactions: ReactionToggles;
  readonly originals: Originals;
  /** Texts and files whose spoilers were opened, by the key of their message. */
  readonly opened: Signal<ReadonlySet<string>>;
  /** Bot buttons waiting for their answer, as `<messageId> <row> <column>`. */
  readonly pressed: Signal<ReadonlySet<string>>;
  /** The read position when the chat was opened, or null when nothing was unread: where the divider stands. */
  readonly unreadAfter: Signal<number | null>;
  close(): void;
}

const loadRich = () => import('./rich/index.ts');

/** Asks for what every open chat needs before there is one; a failure is met when it opens. */
export function preloadChat(): void {
  loadRich().catch(() => undefined);
}

export function openChat(shell: Shell, chatId: ChatId, topicId?: number): OpenChat {
  const row = computed(() => shell.client.chats.value.find((chat) => chat.chatId === chatId));
  const window = shell.client.openWindow(chatId, topicId);
  const present = row.peek();
  const rich = signal<Rich | null>(null);
  const richComing = signal(true);
  let isClosed = false;
  let stopFollowing: (() => void) | undefined;
  // Without it, messages are plain until the chat is opened again.
  const richTried = Promise.all([loadRich(), shell.words.forPages()]).then(
    ([loaded]) => {
      rich.value = loaded;
      richComing.value = false;
      if (!isClosed) stopFollowing = loaded.followBots(chat);
    },
    () => void (richComing.value = false),
  );
  const chat: OpenChat = {
    shell,
    chatId,
    topicId,
    window,
    row,
    kind: computed(() => row.value?.kind),
    memberCount: computed(() => row.value?.memberCount),
    isDiscussed: computed(() => row.value?.kind === 'channel' && row.value.linkedChatId !== undefined),
    mayWrite: computed(() => {
      const until = row.value?.restriction?.until;
      if (until !== undefined) isPast(until);
      return row.value !== undefined && mayWrite(row.value, Date.now());
    }),
    replyTo: signal(null),
    quoted: signal(null),
    editing: signal(null),
    typed: signal(''),
    fieldAsked: signal(0),
    finding: signal(null),
    selected: signal(null),
    rich,
    richTried,
    richComing,
    bots: signal(null),
    keyboard: signal(null),
    wanted: signal(null),
    sheet: signal(null),
    reactions: createReactionToggles(shell, chatId),
    originals: createOriginals(shell, chatId),
    opened: signal(new Set()),
    pressed: signal(new Set()),
    unreadAfter: signal(
      topicId === undefined && present !== undefined && present.unreadCount > 0 ? present.readSeq : null,
    ),
    close() {
      isClosed = true;
      stopFollowing?.();
      window.close();
    },
  };
  return chat;
}
