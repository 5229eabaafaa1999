import type { AccountId, ChatAction, ChatId, MessageId, Position, Presence } from '@veche/contract';

/** What the sockets need of the wings beside calls: things of the moment. */
export interface Live {
  /** Whether an account is in a chat now, by the database. */
  isMember(accountId: AccountId, chatId: ChatId): Promise<boolean>;
  /** Tells by the bus what an account does in a chat; rejects when it may not write there. */
  act(action: {
    chatId: ChatId;
    accountId: AccountId;
    kind: ChatAction;
    topicId?: MessageId | undefined;
  }): Promise<boolean>;
  /** Those of the accounts that have blocked one. */
  blockersOf(blockedId: AccountId, accountIds: readonly AccountId[]): Promise<ReadonlySet<AccountId>>;
  /** Devices of an account have got everything of a chat up to a seq. */
  got(accountId: AccountId, chatId: ChatId, seq: number): void;
  /** Where members stand, in those chats that show it. */
  positionsOf(
    seats: readonly { chatId: ChatId; accountId: AccountId }[],
  ): Promise<ReadonlyMap<ChatId, readonly Position[]>>;
  readonly presence: {
    /** The first socket of an account here was opened; its last one was closed. */
    opened(accountId: AccountId): void;
    closed(accountId: AccountId): void;
    read(viewerId: AccountId, accountIds: readonly AccountId[]): Promise<readonly Presence[]>;
    /** Those of the viewers who may know exactly when the account is here. */
    knownBy(accountId: AccountId, viewerIds: readonly AccountId[]): Promise<ReadonlySet<AccountId>>;
  };
}
