import type {
  Account,
  AccountId,
  Chat,
  ChatId,
  FileId,
  FileKind,
  Folder,
  Message,
  MessageId,
  Timestamp,
} from '@veche/contract';
import type { Range } from './ranges.ts';
import type { Written } from './written.ts';

/** What this device knows of one chat. `chat.lastSeq` is the last event applied; `chat` follows from it alone. */
export interface ChatState {
  readonly chatId: ChatId;
  readonly chat: Chat;
  /** Ordinal of the last message read. Unread is the difference of ordinals, so it cannot be counted twice. */
  readonly readOrdinal: number;
  /**
   * The chat as the server last told of it beyond `chat.lastSeq`; absent when nothing is missing. Not whole: only
   * that it moved, and how many messages it has by now.
   */
  readonly ahead?: { readonly chat: Chat; readonly isWhole: boolean };
  /** Read position that the server was not yet told of. */
  readonly pendingRead?: number;
  /** Messages that the account deleted for itself, as far as this device was told. */
  readonly hidden?: readonly MessageId[];
  /** Parts of the log whose messages are held whole, in order, apart from each other. */
  readonly ranges: readonly Range[];
}

/** What only the sender's device knows of a file. */
export interface FileFacts {
  readonly width?: number;
  readonly height?: number;
  readonly durationSeconds?: number;
  readonly waveform?: number[];
}

/** A file of a message on its way to the server; its content lies apart. */
export interface OutgoingFile {
  readonly name: string;
  readonly kind: FileKind;
  readonly sizeBytes: number;
  readonly facts?: FileFacts;
  /** Place among the contents of a picture that shows what is in the file. */
  readonly preview?: number;
  /** The upload at the server, once it was begun. */
  readonly fileId?: FileId;
  /** All of it is there, and it may be sent. */
  readonly isFinished?: true;
}

/** Contents of the files of a message, in their order. */
export interface OutgoingContents {
  readonly clientId: string;
  readonly contents: readonly Blob[];
}

/** An own message between the composer and the log. */
export interface Outgoing extends Written {
  readonly clientId: string;
  readonly chatId: ChatId;
  readonly at: Timestamp;
  /** Place in the queue. */
  readonly order: number;
  /** Error code that ended the sending; absent while it waits. */
  readonly failure?: string;
  /** Acknowledged under this seq: shown as waiting until the log brings it, never sent again. */
  readonly sentSeq?: number;
  /** The message waits until all of them are finished. */
  readonly files?: readonly OutgoingFile[];
}

/** What was written here and the server does not have yet; blank takes back what it has. */
export interface Draft {
  readonly chatId: ChatId;
  readonly text: string;
}

/** The one row that says whose store this is and how far it came. */
export interface Meta {
  readonly id: 'meta';
  readonly me?: AccountId;
  /** Moment until which nothing was missed. */
  readonly watermark?: Timestamp;
  /** Last event applied of the account's private log. */
  readonly accountSeq?: number;
  /** When the whole list was last compared with the server's. */
  readonly auditedAt?: Timestamp;
  readonly folders?: readonly Folder[];
  /** Nothing was heard of the folders since they were read. */
  readonly foldersRead?: boolean;
}

/** The tables of the store. */
export interface Rows {
  meta: Meta;
  accounts: Account;
  chats: ChatState;
  messages: Message;
  queue: Outgoing;
  contents: OutgoingContents;
  drafts: Draft;
}
