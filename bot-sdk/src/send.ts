import type { ChatId, ClientId, InputOf, MessageId, MethodByName } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { Call } from './call.ts';
import type { Files, FileSource, UploadOptions } from './files.ts';
import { patiently } from './patience.ts';

type SendInput = InputOf<MethodByName<'messages.send'>>;

/** What a message says beside its text. */
export type NewContent = Omit<SendInput, 'chatId' | 'clientId' | 'text'>;

/**
 * A message that the bot sent.
 *
 * @example
 * bot.command('count', async ({ reply }) => {
 *   const sent: Sent = await reply('1…');
 *   await sent.edit('1… 2…');
 * });
 * await anna.says('/count');
 * console.assert(anna.last?.text === '1… 2…');
 */
export interface Sent {
  readonly messageId: MessageId;
  /** Replaces text and buttons; without buttons the message loses those it has. */
  edit(
    text: string,
    options?: Omit<InputOf<MethodByName<'messages.edit'>>, 'chatId' | 'messageId' | 'text'>,
  ): Promise<void>;
  delete(): Promise<void>;
}

export type Send = (chatId: ChatId, text: string, content?: NewContent) => Promise<Sent>;
export type FileMessage = (
  source: FileSource,
  options: UploadOptions,
  /** `text` stands below the file. */
  content?: Omit<NewContent, 'attachments'> & { readonly text?: string },
) => Promise<Sent>;

/**
 * How messages are sent while an update is handled: the n-th one has an id made of the update's number and n, so that
 * a second handling of the same update does not send it a second time.
 */
export function createSends({ call, files }: { call: Call; files: Files }, updateId?: number) {
  let count = 0;

  const handleOf = (chatId: ChatId, messageId: MessageId): Sent => ({
    messageId,
    edit: async (text, { buttons, ...content } = {}) => {
      const input = { chatId, messageId, text, buttons: buttons ?? null, ...content };
      await patiently(() => call('messages.edit', input));
    },
    delete: async () => {
      await patiently(() => call('messages.delete', { chatId, messageIds: [messageId] }));
    },
  });

  const send: Send = async (chatId, text, content = {}) => {
    // Chosen before the first try, so that a repeat is the same message.
    const act = (clientId: ClientId) => patiently(() => call('messages.send', { ...content, chatId, clientId, text }));
    if (updateId === undefined) return handleOf(chatId, (await act(freshId())).messageId);
    count += 1;
    const sent = await act(idOf(updateId, count)).catch((error: unknown) => {
      // The first handling came to say something else here.
      if (error instanceof VecheError && error.code === 'idempotency_conflict') return act(freshId());
      throw error;
    });
    return handleOf(chatId, sent.messageId);
  };

  const sendFile = async (
    chatId: ChatId,
    ...[source, options, { text = '', ...content } = {}]: Parameters<FileMessage>
  ) => {
    const { fileId } = await files.upload(source, options);
    return send(chatId, text, { ...content, attachments: [{ fileId }] });
  };

  return { send, sendFile, handleOf };
}

function freshId(): ClientId {
  return crypto.randomUUID() as ClientId;
}

/** A UUID of version 8 (RFC 9562, section 5.8): the number of the update, and which of its messages. */
function idOf(updateId: number, count: number): ClientId {
  const number = updateId.toString(16).padStart(12, '0');
  const rest = count.toString(16).padStart(12, '0');
  return `${number.slice(0, 8)}-${number.slice(8)}-8000-8000-${rest}` as ClientId;
}
