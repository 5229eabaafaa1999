import { crc32 } from 'node:zlib';
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
export function sendOperation(place: Place, content: SentContent, marks?: Partial<MessageBody>): SendOperation {
  const { text = '', silent, replyTo = null, topicId = null, buttons = null, ...said } = content;
  const { poll, location, sticker, attachments, ...parts } = said;
  const { chatId, actorId, clientId } = place;
  const requestHash = requestHashOf([text, said, silent, marks ?? {}, replyTo, topicId, buttons]);
  const entities = entitiesOf(text, parts.entities);
  const body = bodyOf({ ...partsOf(parts), entities, ...ring(content), ...marks });
  const unfinished = present({ poll, location, sticker, attachments });
  return { chatId, actorId, clientId, requestHash, text, body, unfinished, replyTo, topicId, buttons };
}

/** The same of a call's input. Most messages are text alone, and taking the parts of any other apart costs more. */
export function sendOfInput(actorId: AccountId, input: Omit<Place, 'actorId'> & SentContent): SendOperation {
  for (const field in input) {
    if (field === 'text' || field === 'chatId' || field === 'clientId') continue;
    const { chatId, clientId, ...content } = input;
    return sendOperation({ chatId, actorId, clientId }, content);
  }
  const { chatId, clientId, text = '' } = input;
  const entities = entitiesOf(text);
  return {
    chatId,
    actorId,
    clientId,
    requestHash: plainHashOf(text),
    text,
    body: entities === undefined ? null : { entities },
    unfinished: nothing,
    replyTo: null,
    topicId: null,
    buttons: null,
  };
}

interface Place {
  readonly chatId: ChatId;
  readonly actorId: AccountId;
  readonly clientId: ClientId;
}

/** Of a message whose parts are stored as they are sent. */
export const nothing: Unfinished = {};

/** What `requestHashOf` answers for a text alone: repeats of a send must be known by it. */
function plainHashOf(text: string): number {
  return crc32(`[${JSON.stringify(text)},{},null,{},null,null,null]`);
}

function present(parts: Unfinished): Unfinished {
  return withoutAbsent(parts);
}

function withoutAbsent(parts: object): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [part, value] of Object.entries(parts)) if (value !== undefined) kept[part] = value;
  return kept;
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
