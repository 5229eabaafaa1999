import {
  type AccountId,
  type Buttons,
  type ChatId,
  type ClientId,
  type MessageBody,
  type MessageId,
  messageParts,
} from '@veche/contract';
import { requestHashOf } from '../../kernel/conversation-log/index.ts';

/** A message that is to be sent: by a call, on its time, by an import. */
export interface SendOperation {
  readonly chatId: ChatId;
  readonly actorId: AccountId;
  readonly clientId: ClientId;
  readonly requestHash: number;
  readonly text: string;
  /** Content beside the text; null for plain text. */
  readonly body: MessageBody | null;
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

type Content = {
  text?: string | undefined;
  silent?: boolean | undefined;
  replyTo?: MessageId | undefined;
  topicId?: MessageId | undefined;
  buttons?: Buttons | undefined;
} & Partial<Omit<MessageBody, 'silent'>>;

/** What a caller asks to be sent, as the log writer takes it. `marks` are set by the platform alone. */
export function sendOperation(
  place: { chatId: ChatId; actorId: AccountId; clientId: ClientId },
  content: Content,
  marks: Partial<MessageBody> = {},
): SendOperation {
  const { text = '', silent, replyTo = null, topicId = null, buttons = null } = content;
  const body = bodyOf({ ...partsOf(content), ...(silent === true ? { silent } : {}), ...marks });
  const { chatId, actorId, clientId } = place;
  const requestHash = requestHashOf([text, body, replyTo, topicId, buttons]);
  return { chatId, actorId, clientId, requestHash, text, body, replyTo, topicId, buttons };
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
