import { z } from 'zod';
import { Account } from './accounts.ts';
import { ownChatSettings, ownDraft } from './chat-settings.ts';
import { AccountId, ChatId, FileId, MessageId, Seq, Timestamp } from './core/ids.ts';
import { AppSlug } from './manifest.ts';
import { ownMentions } from './mentions.ts';
import { Message } from './messages.ts';
import { AdminRight, Permission } from './permissions.ts';

/** A channel is read-mostly: its admins post, and it holds any number of members. */
export const ChatKind = z.enum(['direct', 'group', 'channel']);
export type ChatKind = z.infer<typeof ChatKind>;

export const Role = z.enum(['owner', 'admin', 'member']);
export type Role = z.infer<typeof Role>;

/** What everyone in a chat sees of it and admins set. The log tells changes by `chat.changed`. */
export const chatFace = {
  /** Groups and channels; a direct chat is titled by the other person's name. */
  title: z.string().optional(),
  description: z.string().optional(),
  /** Groups and channels: a photo at `/files/<photoId>` and `/files/<photoId>/thumbnail`, for members. */
  photoId: FileId.optional(),
  /** Public name: whoever knows it may join. */
  username: z.string().optional(),
  /** What members may do here; admins and the owner may more. */
  permissions: z.array(Permission).optional(),
  /** Least seconds between two messages of a member. */
  slowModeSeconds: z.int().optional(),
  /** Seconds after which new messages delete themselves. */
  messageTtlSeconds: z.int().optional(),
  /** Groups: who comes sees nothing of what was said before. */
  historyForNewMembers: z.literal('hidden').optional(),
  /** Groups: messages are held apart by topics. */
  hasTopics: z.literal(true).optional(),
  /** Channels: the group where posts are discussed. Groups: the channel that is discussed here. */
  linkedChatId: ChatId.optional(),
  /** Mini-apps at hand in this chat, in the order they came. */
  apps: z.array(AppSlug).optional(),
  /** How many messages are pinned, and the last one that was. */
  pins: z.object({ count: z.int(), newestId: MessageId }).optional(),
};

/** What one account sets about a chat for itself alone. Its private log tells changes by `chat.settings`. */
export const chatSettings = { ...ownChatSettings };

/** What one member alone may not do, and until when; for good without `until`. */
const Restriction = z.object({ denied: z.array(Permission), until: Timestamp.optional() });

/** A chat as one of its members sees it. */
export const Chat = z.object({
  chatId: ChatId,
  kind: ChatKind,
  /** Direct chats only: the other account (oneself in the chat with oneself). */
  peerId: AccountId.optional(),
  role: Role,
  /** What the reader may do as an admin; everything, for the owner. */
  rights: z.array(AdminRight).optional(),
  /** What the reader alone may not do, and until when; for good without `until`. */
  restriction: Restriction.optional(),
  /** Admins who may invite: how many ask to be let in. `chat.joinRequests` tells another count. */
  joinRequestCount: z.int().optional(),
  /** In a channel, as of this reading: comings and goings there make no events. */
  memberCount: z.int(),
  lastSeq: Seq,
  messageCount: z.int(),
  lastAt: Timestamp,
  readSeq: Seq,
  unreadCount: z.int().min(0),
  lastMessage: Message.optional(),
  ...chatFace,
  ...chatSettings,
  ...ownDraft,
  ...ownMentions,
});
export type Chat = z.infer<typeof Chat>;

/** A seat in a chat: what others see of its holder's place. */
export const seat = {
  role: Role,
  /** Of an admin; everything, for the owner. */
  rights: z.array(AdminRight).optional(),
  restriction: Restriction.optional(),
};

export const Member = z.object({ account: Account, ...seat, joinedAt: Timestamp });
export type Member = z.infer<typeof Member>;
