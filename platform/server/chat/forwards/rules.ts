import type { AccountId, ChatId, ChatKind, Forward, MessageBody, NewPoll, SentContent } from '@veche/contract';
import { bodyOf } from '../messages/draft.ts';
import type { MessageRow } from '../messages/store.ts';

/** What is known of where a message comes from. */
export interface Origin {
  readonly chatId: ChatId;
  readonly chatKind: ChatKind;
  readonly chatTitle: string | null;
  readonly senderName: string;
  /** Who may be named by account to who forwards; the others are named by text. */
  readonly named: ReadonlySet<AccountId>;
}

/**
 * Where a copy says that it comes from: the first origin stays, however often a message is forwarded, and links to a
 * person as long as that person allows it.
 */
export function originOf(row: MessageRow, origin: Origin): Forward {
  const { named } = origin;
  if (row.body?.forward !== undefined) {
    const { senderId, ...unlinked } = row.body.forward;
    return senderId === undefined || named.has(senderId) ? row.body.forward : unlinked;
  }
  const at = row.at.toISOString();
  if (row.body?.imported !== undefined) {
    return { senderName: row.body.imported.senderName, at: row.body.imported.at };
  }
  if (origin.chatKind === 'channel') {
    return { senderName: origin.chatTitle ?? '', at, chatId: origin.chatId, messageId: row.messageId };
  }
  const senderId: { senderId?: AccountId } = named.has(row.senderId) ? { senderId: row.senderId } : {};
  return { ...senderId, senderName: origin.senderName, at };
}

/** What a copy says: the content alone, neither an answer to something nor the buttons of a bot. */
export function copyOf(
  { text, body }: MessageRow,
  quiz: NewPoll['quiz'],
): { content: SentContent; files: CopiedFiles } {
  const { entities, poll, location, contact, sticker, attachments, noPreview } = body ?? {};
  const { live: _live, ...place } = location ?? {};
  const content: SentContent = {
    text,
    ...(entities && { entities }),
    ...(poll && { poll: newPollOf(poll, quiz) }),
    ...(location && { location: place as NonNullable<SentContent['location']> }),
    ...(contact && { contact }),
    ...(noPreview === undefined ? {} : { noPreview }),
  };
  return { content, files: bodyOf({ sticker, attachments }) ?? {} };
}

/** Files and stickers are content that was finished: a copy brings those of the original. */
type CopiedFiles = Pick<MessageBody, 'attachments' | 'sticker'>;

/** Votes are not copied: the copy is a poll of its own, open until its sender closes it. */
function newPollOf(
  { question, options, anonymous, multiple }: NonNullable<MessageBody['poll']>,
  quiz: NewPoll['quiz'],
): NewPoll {
  return { question, options, anonymous, multiple, ...(quiz && { quiz }) };
}
