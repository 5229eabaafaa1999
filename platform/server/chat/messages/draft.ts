import {
  type AccountId,
  type Buttons,
  type ChatId,
  type ClientId,
  type MessageBody,
  type MessageId,
  messageParts,
  type SentContent,
} from '@veche/contract';
import { requestHashOf } from '../../kernel/conversation-log/index.ts';
import { entitiesOf } from './entities.ts';

/** Parts that are sent in another form than they are stored in: their features turn them into content. */
export type Unfinished = Pick<SentContent, 'poll' | 'location' | 'sticker' | 'attachments'>;

/** A message that is to be sent: by a call, on its time, by an import. */
export interface SendOperation {
  readonly chatId: ChatId;
  readonly actorId: AccountId;
  readonly clientId: ClientId;
  readonly requestHash: number;
  readonly text: string;
  /** Content beside the text; null for plain text. */
  readonly body: MessageBody | null;
  readonly unfinished?: Unfinished;
  readonly replyTo: MessageId | null;
  readonly topicId: MessageId | null;
  readonly buttons: Buttons | null;
}

/** A send within a batch: features may complete it before it is numbered. */
export interface Draft extends Omit<SendOperation, 'text' | 'body'> {
  text: string;
  body: MessageBody | null;
  expiresAt: Date | null;
}

/** What a caller asks to be sent, as the log writer takes it. `marks` are set by the platform alone. */
export function sendOperation(
  place: { chatId: ChatId; actorId: AccountId; clientId: ClientId },
  content: SentContent,
  marks: Partial<MessageBody> = {},
): SendOperation {
  const { text = '', silent, replyTo = null, topicId = null, buttons = null, ...said } = content;
  const { poll, location, sticker, attachments, ...parts } = said;
  const { chatId, actorId, clientId } = place;
  const requestHash = requestHashOf([text, said, silent, marks, replyTo, topicId, buttons]);
  const entities = entitiesOf(text, parts.entities);
  const body = bodyOf({ ...partsOf(parts), entities, ...ring(content), ...marks });
  const unfinished = present({ poll, location, sticker, attachments });
  return { chatId, actorId, clientId, requestHash, text, body, unfinished, replyTo, topicId, buttons };
}

function present(parts: Unfinished): Unfinished {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}

/** How loud it is: said only where it is not as usual. */
function ring({ silent, urgent }: Pick<SentContent, 'silent' | 'urgent'>): Partial<MessageBody> {
  return { ...(silent === true ? { silent } : {}), ...(urgent === true ? { urgent } : {}) };
}

/** The parts of content that a sender chooses. */
export function partsOf(content: Record<string, unknown>): Partial<MessageBody> {
  return Object.fromEntries(
    Object.keys(messageParts).flatMap((part) => (content[part] === undefined ? [] : [[part, content[part]]])),
  );
}

/** A body without absent parts and empty lists; null when nothing is left. */
export function bodyOf(parts: Partial<MessageBody>): MessageBody | null {
  const kept = Object.entries(parts).filter(
    ([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
  );
  return kept.length === 0 ? null : Object.fromEntries(kept);
}
