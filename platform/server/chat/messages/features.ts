import type { AccountId, ChatId, Message, MessageId, Seq, VecheError } from '@veche/contract';
import type { Batch, ChatHead } from '../../kernel/conversation-log/index.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { slowModeFeature } from '../chats/slow-mode.ts';
import { callFeature } from '../calls/feature.ts';
import { commentFeature } from '../comments/feature.ts';
import { forwardFeature } from '../forwards/feature.ts';
import { keyboardFeature } from '../keyboards/feature.ts';
import { locationFeature } from '../locations/feature.ts';
import { attachmentFeature } from '../media/attachments/feature.ts';
import { urgentFeature } from '../notifications/urgent.ts';
import { mentionFeature } from '../mentions/feature.ts';
import { pinFeature } from '../pins/feature.ts';
import { pollFeature } from '../polls/feature.ts';
import { quoteFeature } from '../quotes/feature.ts';
import { blockFeature } from '../blocks/feature.ts';
import { expiryFeature } from '../expiry/feature.ts';
import { previewFeature } from '../previews/feature.ts';
import { reactionFeature } from '../reactions/feature.ts';
import { contactFeature } from '../shared-contacts/feature.ts';
import { topicFeature } from '../topics/feature.ts';
import { stickerFeature } from '../stickers/feature.ts';
import { versionFeature } from '../versions/feature.ts';
import type { Draft } from './draft.ts';
import { kindFeature } from './kinds.ts';
import type { MessageRow } from './store.ts';

/**
 * What a feature adds to the life of messages. All but `decorate` and `own` run inside the log writer's transaction; a
 * batch may be run twice, so they keep nothing outside of it. None depends on its place in the list.
 */
export interface MessageFeature {
  readonly name: string;
  /** Which messages the feature has to do with; without it, none are given to `check` and `created`. */
  concerns?(draft: Draft, head: ChatHead | undefined): boolean;
  /** One answer a draft: a refusal, or null. May complete `draft.body`, `draft.text` and `draft.expiresAt`. */
  check?(batch: Batch, drafts: readonly Draft[]): Promise<readonly (VecheError | null)[]>;
  /** Messages that now stand in the log of this batch. */
  created?(batch: Batch, created: readonly { draft: Draft; message: Message }[]): Promise<void>;
  /**
   * Whether the content of a message may be replaced: a refusal, or null. May complete what is its own of `after`; writes
   * nothing, as another may still refuse.
   */
  checkEdit?(batch: Batch, before: MessageRow, after: MessageRow): Promise<VecheError | null>;
  /** The content was replaced; the log of this batch tells it as `seq`. */
  edited?(batch: Batch, before: MessageRow, after: MessageRow, seq: Seq): Promise<void>;
  /** The content of these is gone: what the feature keeps of them goes, too. */
  wiped?(
    tx: Tx,
    chatId: ChatId,
    messageIds: readonly MessageId[],
    batch: Batch,
    /** Who deletes them; absent when the whole chat goes, and nobody is left to be told. */
    actorId?: AccountId,
  ): Promise<void>;
  /** State that reads show beside the content: one entry a message that has any. */
  decorate?(
    sql: Queryable,
    read: { chatId: ChatId; rows: readonly MessageRow[]; readerId: AccountId },
  ): Promise<ReadonlyMap<MessageId, Partial<Message>>>;
  /** The part of that state which only the reader has: no event of the chat's log tells it. */
  own?(
    sql: Queryable,
    read: { chatId: ChatId; rows: readonly MessageRow[]; readerId: AccountId },
  ): Promise<ReadonlyMap<MessageId, Partial<Message>>>;
}

/** Every feature of messages, in the order they are asked. A new one adds its line here. */
export const messageFeatures: readonly MessageFeature[] = [
  blockFeature,
  expiryFeature,
  slowModeFeature,
  topicFeature,
  commentFeature,
  reactionFeature,
  kindFeature,
  callFeature,
  forwardFeature,
  quoteFeature,
  contactFeature,
  keyboardFeature,
  locationFeature,
  pollFeature,
  stickerFeature,
  attachmentFeature,
  previewFeature,
  versionFeature,
  pinFeature,
  mentionFeature,
  urgentFeature,
];
