import type { ReadonlySignal } from '@preact/signals-core';
import type {
  Account,
  AccountId,
  AnyMethod,
  Chat,
  ChatAction,
  ChatId,
  FileKind,
  Folder,
  InputOf,
  Message,
  MessageId,
  MethodByName,
  OutputOf,
  Position,
  Presence,
} from '@veche/contract';
import type { CallFrame } from './connection.ts';
import type { OutgoingFile } from './state.ts';
import type { ToldEvent } from './told.ts';
import type { Written } from './written.ts';

/** Where the engine stands. `offline`: no connection, stored data is shown, sends wait in the queue. */
export type SyncStatus = 'starting' | 'signedOut' | 'offline' | 'connecting' | 'online';

/** A chat of the list with what this device adds. */
export interface ChatRow extends Omit<Chat, 'draft'> {
  /** Title as shown: the group's, or the peer's name. */
  readonly shownTitle: string;
  readonly draft: string;
  /** There are newer messages than `lastMessage`; how many, `unreadCount` tells. */
  readonly behind?: boolean;
}

/**
 * A message of a window. `waiting` and `failed` ones are this device's own, not yet in the log; `told` ones are no
 * messages but something that happened between them.
 */
export interface MessageRow extends Message {
  /** Stable through sending: the client id of an own message, else `m<messageId>`. */
  readonly key: string;
  readonly state: 'sent' | 'waiting' | 'failed' | 'told';
  /** Why sending failed: an error code of the contract. */
  readonly failure?: string;
  readonly told?: ToldEvent;
}

/** A slice of one chat's messages, kept up to date until closed. */
export interface ChatWindow {
  readonly chatId: ChatId;
  /** Oldest first. Waiting and failed own messages stand at the end when the window reaches the newest. */
  readonly messages: ReadonlySignal<readonly MessageRow[]>;
  readonly hasEarlier: ReadonlySignal<boolean>;
  readonly hasLater: ReadonlySignal<boolean>;
  readonly loading: ReadonlySignal<boolean>;
  /** Last error of loading, or null; `reload` tries again. */
  readonly failure: ReadonlySignal<string | null>;
  loadEarlier(): Promise<void>;
  loadLater(): Promise<void>;
  /** Moves the window so that it holds the message. False when it cannot be had. */
  jumpTo(messageId: MessageId): Promise<boolean>;
  jumpToNewest(): Promise<void>;
  reload(): Promise<void>;
  close(): void;
}

/** An own message whose files are on their way to the server; it is in no window yet. */
export interface UploadRow {
  readonly key: string;
  readonly chatId: ChatId;
  readonly topicId?: MessageId;
  readonly names: readonly string[];
  readonly kinds: readonly FileKind[];
  readonly percent: number;
  /** It survives a reload of the page. */
  readonly isKept: boolean;
  /** Why it was refused: a code of the contract, or `files.` and a word. */
  readonly failure?: string;
}

/** What an account keeps that pages read where they show it. */
export type OwnList = 'contacts' | 'blocks' | 'privacy' | 'security' | 'grants' | 'notified' | 'launches';

/** What somebody is doing in a chat right now. */
export interface ShownAction {
  readonly accountId: AccountId;
  readonly kind: ChatAction;
  readonly topicId?: number;
}

/** What is true of the moment: told while there is a connection, and never stored. */
export interface LiveView {
  /** What others do in each chat; ends by itself. */
  readonly actions: ReadonlySignal<ReadonlyMap<ChatId, readonly ShownAction[]>>;
  /** Of the other people of direct chats that are open. */
  readonly presences: ReadonlySignal<ReadonlyMap<AccountId, Presence>>;
  /** How far the others have come, in open chats that show it. */
  readonly positions: ReadonlySignal<ReadonlyMap<ChatId, ReadonlyMap<AccountId, Position>>>;
  /** Tells the others what this person does; call as often as it goes on. */
  say(chatId: ChatId, kind: ChatAction, topicId?: MessageId): void;
}

/** The engine as the page sees it; the engine itself runs in a worker. Every promise settles within 15 seconds. */
export interface SyncClient {
  readonly status: ReadonlySignal<SyncStatus>;
  readonly myId: ReadonlySignal<AccountId | null>;
  /** Last active first. */
  readonly chats: ReadonlySignal<readonly ChatRow[]>;
  /** True once the first list was read, from the store or the server. */
  readonly chatsLoaded: ReadonlySignal<boolean>;
  readonly accounts: ReadonlySignal<ReadonlyMap<AccountId, Account>>;
  /** The server speaks a newer protocol: load the page anew. */
  readonly outdated: ReadonlySignal<boolean>;
  /** False when the browser refuses storage: everything works, nothing survives the tab. */
  readonly storageKept: ReadonlySignal<boolean>;
  /** How far this device's clock is ahead of the server's, in milliseconds; 0 when it is as good as right. */
  readonly clockOffMs: ReadonlySignal<number>;
  /** Folders of the chat list, in their order. */
  readonly folders: ReadonlySignal<readonly Folder[]>;
  /** How often each was told to have changed, on whichever device. */
  readonly changes: ReadonlySignal<Readonly<Record<OwnList, number>>>;
  readonly live: LiveView;
  /** What was told of calls last; each change is one frame. */
  readonly calls: ReadonlySignal<CallFrame | null>;
  /** With a topic, its messages alone; 0: those of none. What is of one topic is read from the server, never stored. */
  openWindow(chatId: ChatId, topicId?: number): ChatWindow;
  /** Puts the message in the durable queue and shows it at once; the queue survives reloads and offline times. */
  send(chatId: ChatId, message: Written): Promise<void>;
  readonly uploads: ReadonlySignal<readonly UploadRow[]>;
  /** As `send`; `contents` are those of the files, in their order, with previews behind them. */
  sendFiles(chatId: ChatId, message: Written, files: readonly OutgoingFile[], contents: readonly Blob[]): Promise<void>;
  /** Tries again to send what cannot be shown: as mere files. */
  sendAsFiles(key: string): Promise<void>;
  /** Tries a failed send again with the same client id. */
  resend(key: string): Promise<void>;
  /** Forgets a failed or waiting send. */
  discard(key: string): Promise<void>;
  /** Stored on every call; survives reloads, and goes to the other devices after a pause. An empty text removes it. */
  setDraft(chatId: ChatId, text: string): Promise<void>;
  markRead(chatId: ChatId, seq: number): Promise<void>;
  /** Any method of the contract. Rejects with a VecheError. Needs a connection, except through the queue above. */
  call<N extends AnyMethod['name']>(method: N, input: InputOf<MethodByName<N>>): Promise<OutputOf<MethodByName<N>>>;
  /** Call after the session cookie was set: starts following. */
  signedIn(): Promise<void>;
  /** Ends the session on the server and wipes this device's store. */
  signOut(): Promise<void>;
}
