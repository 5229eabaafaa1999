import { z } from 'zod';
import { accountEvents } from './accounts.ts';
import { chatSettings } from './chat.ts';
import { chatEvents } from './chats.ts';
import { appNotificationEvents } from './app-notifications.ts';
import { blockEvents } from './blocks.ts';
import { chatSettingsEvents } from './chat-settings.ts';
import { contactEvents } from './contacts.ts';
import { changesOf } from './core/changes.ts';
import { AccountId, ChatId, MessageId, Seq, Timestamp } from './core/ids.ts';
import { folderEvents } from './folders.ts';
import { grantEvents } from './grants.ts';
import { inviteEvents } from './invites.ts';
import { ownMentions } from './mentions.ts';
import { messageEvents, messageOwn } from './messages.ts';
import { hidingEvents } from './hiding.ts';
import { privacyEvents } from './privacy.ts';
import { reactionEvents } from './reactions.ts';
import { scheduledEvents } from './scheduled.ts';
import { securityEvents } from './security.ts';
import { topicAccountEvents, topicEvents } from './topics.ts';

const place = { chatId: ChatId, seq: Seq, actorId: AccountId, at: Timestamp };

/** One entry of a chat's log: what happened, who did it, its number. Apply `have + 1`, drop `<= have`. */
export const ChatEvent = z.discriminatedUnion('kind', [
  chatEvents.created.extend(place),
  chatEvents.changed.extend(place),
  chatEvents.memberAdded.extend(place),
  chatEvents.memberRemoved.extend(place),
  chatEvents.memberChanged.extend(place),
  messageEvents.created.extend(place),
  messageEvents.edited.extend(place),
  messageEvents.deleted.extend(place),
  messageEvents.changed.extend(place),
  messageEvents.withheld.extend({ chatId: ChatId, seq: Seq, at: Timestamp }),
  reactionEvents.changed.extend(place),
  topicEvents.changed.extend(place),
]);
export type ChatEvent = z.infer<typeof ChatEvent>;
export type ChatEventKind = ChatEvent['kind'];

const accountPlace = { accountSeq: Seq, at: Timestamp };

/** One entry of an account's private log, which all its devices follow. */
export const AccountEvent = z.discriminatedUnion('kind', [
  /** "hiddenTo": the chat keeps its log up to there from who comes. */
  z.object({ kind: z.literal('chat.joined'), chatId: ChatId, hiddenTo: Seq.optional(), ...accountPlace }),
  z.object({ kind: z.literal('chat.left'), chatId: ChatId, ...accountPlace }),
  z.object({ kind: z.literal('chat.read'), chatId: ChatId, readSeq: Seq, unreadCount: z.int(), ...accountPlace }),
  /** Own settings of a chat with their new values; null takes one away. */
  z.object({ kind: z.literal('chat.settings'), chatId: ChatId, set: changesOf(chatSettings), ...accountPlace }),
  chatSettingsEvents.draftChanged.extend(accountPlace),
  /** Unread mentions as they stand; "newestMention" absent: none. */
  z.object({ kind: z.literal('chat.mentions'), chatId: ChatId, ...ownMentions, ...accountPlace }),
  /** What only the reader has of a message, with its new values; null takes one away. */
  z.object({
    kind: z.literal('message.own'),
    chatId: ChatId,
    messageId: MessageId,
    set: changesOf(messageOwn),
    ...accountPlace,
  }),
  accountEvents.changed.extend(accountPlace),
  topicAccountEvents.read.extend(accountPlace),
  inviteEvents.requestChanged.extend(accountPlace),
  inviteEvents.requestsCounted.extend(accountPlace),
  folderEvents.changed.extend(accountPlace),
  folderEvents.deleted.extend(accountPlace),
  folderEvents.reordered.extend(accountPlace),
  contactEvents.changed.extend(accountPlace),
  blockEvents.changed.extend(accountPlace),
  privacyEvents.changed.extend(accountPlace),
  scheduledEvents.changed.extend(accountPlace),
  hidingEvents.hidden.extend(accountPlace),
  securityEvents.changed.extend(accountPlace),
  grantEvents.changed.extend(accountPlace),
  appNotificationEvents.came.extend(accountPlace),
]);
export type AccountEvent = z.infer<typeof AccountEvent>;
