import type {
  Account,
  AccountId,
  ChatAction,
  ChatId,
  ErrorBody,
  Folder,
  MessageId,
  Position,
  Presence,
} from '@veche/contract';
import type { ChatRow, MessageRow, OwnList, ShownAction, SyncStatus, UploadRow } from './client.ts';
import type { CallFrame } from './connection.ts';
import type { OutgoingFile } from './state.ts';
import type { Written } from './written.ts';

/** What a window shows. */
export interface WindowView<Row = MessageRow> {
  readonly messages: readonly Row[];
  readonly hasEarlier: boolean;
  readonly hasLater: boolean;
  readonly loading: boolean;
  readonly failure: string | null;
}

/** Acts the page asks of the engine; each is answered by `done`. */
export interface Acts {
  send(chatId: ChatId, message: Written): Promise<void>;
  sendFiles(chatId: ChatId, message: Written, files: readonly OutgoingFile[], contents: readonly Blob[]): Promise<void>;
  sendAsFiles(key: string): Promise<void>;
  resend(key: string): Promise<void>;
  discard(key: string): Promise<void>;
  setDraft(chatId: ChatId, text: string): Promise<void>;
  markRead(chatId: ChatId, seq: number): Promise<void>;
  call(method: string, input: unknown): Promise<unknown>;
  signedIn(): Promise<void>;
  signOut(): Promise<void>;
  loadEarlier(window: number): Promise<void>;
  loadLater(window: number): Promise<void>;
  jumpTo(window: number, messageId: MessageId): Promise<boolean>;
  jumpToNewest(window: number): Promise<void>;
  reload(window: number): Promise<void>;
}

/** From the page to the engine. */
export type ToEngine =
  | { t: 'act'; id: number; act: keyof Acts; args: unknown[] }
  | { t: 'open'; window: number; chatId: ChatId; topicId?: number }
  | { t: 'close'; window: number }
  /** The person is doing something in a chat. */
  | { t: 'doing'; chatId: ChatId; kind: ChatAction; topicId?: MessageId }
  /** The network came or went, as the browser believes. */
  | { t: 'network'; online: boolean }
  | { t: 'visible' };

/** From the engine to the page. */
export type FromEngine =
  | { t: 'done'; id: number; result?: unknown; error?: ErrorBody }
  | {
      t: 'status';
      status: SyncStatus;
      myId: AccountId | null;
      chatsLoaded: boolean;
      outdated: boolean;
      storageKept: boolean;
      clockOffMs: number;
    }
  /** Rows that changed or came, and chats that went; `anew` forgets all rows and accounts before. */
  | { t: 'rows'; rows: ChatRow[]; gone: ChatId[]; accounts: Account[]; anew?: true }
  /** Rows the page holds already are told by their keys. */
  | { t: 'window'; window: number; view: WindowView<MessageRow | string> }
  | { t: 'uploads'; uploads: readonly UploadRow[] }
  | { t: 'folders'; folders: readonly Folder[] }
  | { t: 'call'; frame: CallFrame }
  | { t: 'changed'; lists: readonly OwnList[] }
  /** What is true of the moment; `anew` forgets what was told before. */
  | {
      t: 'live';
      actions?: [ChatId, readonly ShownAction[]][];
      presences?: readonly Presence[];
      positions?: [ChatId, readonly Position[]][];
      anew?: 'presences' | 'all';
    };
