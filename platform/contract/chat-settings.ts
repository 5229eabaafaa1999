import { z } from 'zod';
import { defineMethod } from './core/define-method.ts';
import { ChatId, MessageId, Seq, Timestamp } from './core/ids.ts';
import { Draft } from './drafts.ts';

/** Most chats an account pins to the top of its list. */
export const MAX_PINNED_CHATS = 10;

/** Which new messages of a chat are told: all, those that mention the account or answer it, none. */
export const NotifyLevel = z.enum(['all', 'mentions', 'none']);
export type NotifyLevel = z.infer<typeof NotifyLevel>;

export const MutedUntil = z.union([Timestamp, z.literal('forever')]);
export type MutedUntil = z.infer<typeof MutedUntil>;

/** What one account sets about a chat for itself alone. Its private log tells changes by `chat.settings`. */
export const ownChatSettings = {
  /** Counts the changes of these settings, drafts not among them: of two readings, the one with the larger number is newer. */
  settingsVersion: z.int().optional(),
  /**
   * Head of the chat when it was archived. A chat with a later message is back in the list, unless it is muted; see
   * `isArchived`.
   */
  archivedSeq: Seq.optional(),
  /** Pinned to the top of the list, the highest first. */
  pinnedRank: z.int().optional(),
  mutedUntil: MutedUntil.optional(),
  /** Absent: all. */
  notify: NotifyLevel.optional(),
  /** Shown as unread although everything is read. */
  markedUnread: z.literal(true).optional(),
  /** Messages up to here are gone for this account. */
  clearedSeq: Seq.optional(),
  /** Taken off the list until there is a message to show. */
  isRemoved: z.literal(true).optional(),
  /** Direct chats: what the account calls the other person, when it has a name of its own for it. */
  peerName: z.string().optional(),
  /** Direct chats: the account has blocked the other person. */
  peerBlocked: z.literal(true).optional(),
};

/** What was begun to be written in a chat and not sent, on whichever device; `draft.changed` tells of another. */
export const ownDraft = {
  draft: Draft.optional(),
  /** Counts the changes of the draft: of two readings, the one with the larger number is newer. */
  draftVersion: z.int().optional(),
};

export const setSettings = defineMethod({
  name: 'chats.setSettings',
  summary: 'Archives, pins, mutes or marks a chat for oneself. An archived chat is no longer pinned.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({
    chatId: ChatId,
    set: z.strictObject({
      archived: z.boolean().optional(),
      /** A chat newly pinned stands on top. */
      pinned: z.boolean().optional(),
      /** A time to come, `forever`, or null to hear the chat again. */
      mutedUntil: MutedUntil.nullable().optional(),
      notify: NotifyLevel.optional(),
      markedUnread: z.boolean().optional(),
    }),
  }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
});

export const setPinnedOrder = defineMethod({
  name: 'chats.setPinnedOrder',
  summary: 'Pins exactly these chats of the caller to the top of the list, in this order.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ chatIds: z.array(ChatId).max(MAX_PINNED_CHATS) }),
  output: z.object({}),
  errors: ['not_found'],
  perMinute: 120,
});

export const chatSettingsMethods = { setSettings, setPinnedOrder };

/** What the private log tells beside `chat.settings`. */
export const chatSettingsEvents = {
  /** A draft changed: its text is read with the chat, or with the drafts of its topics. */
  draftChanged: z.object({
    kind: z.literal('draft.changed'),
    chatId: ChatId,
    topicId: MessageId.optional(),
    draftVersion: z.int(),
  }),
};
