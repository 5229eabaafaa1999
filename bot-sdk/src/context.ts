import type { Attachment, BotUpdate, BotUpdateKind, InputOf, Message, MethodByName } from '@veche/contract';
import type { Call } from './call.ts';
import type { Files } from './files.ts';
import { patiently } from './patience.ts';
import { createSends, type FileMessage, type NewContent, type Send, type Sent } from './send.ts';
import type { Storage } from './storage.ts';
import type { EventOf } from './update-kinds.ts';

interface Common {
  readonly update: BotUpdate;
  readonly call: Call;
  readonly files: Files;
  /** The bot's storage, for what handlers keep. */
  readonly storage: Storage;
}

/** Of what happens in a chat. */
interface InChat {
  /** Sends a text to the chat, in the topic of the message, and with `asReply` as an answer to it. */
  reply(text: string, options?: NewContent & { readonly asReply?: boolean }): Promise<Sent>;
  /** Uploads a file and sends it to the chat. */
  sendFile: FileMessage;
}

/** Of what is about a message. */
interface OnMessage {
  /** Puts these emoji on the message, in place of those the bot put there before; none takes them away. */
  react(...emojis: string[]): Promise<void>;
  /** Deletes the message: an own one, or any where the bot is an admin who may. */
  delete(): Promise<void>;
  /** Content of a file of the message, the first when none is named. */
  download(file?: Attachment): Promise<Response>;
}

/** Of a press. One that no handler answers is answered with nothing. */
interface OnPress {
  /** Answers the press, within a minute: nothing, a short text, an alert, or a page to open. */
  answer(answer?: Omit<InputOf<MethodByName<'bots.answerButton'>>, 'callbackId'>): Promise<void>;
  /** Replaces the message's text and buttons; without buttons it loses those it has. */
  edit: Sent['edit'];
}

interface OnQuery {
  /** Answers the query, within ten seconds. */
  answer(
    results: InputOf<MethodByName<'inline.answer'>>['results'],
    options?: Omit<InputOf<MethodByName<'inline.answer'>>, 'queryId' | 'results'>,
  ): Promise<void>;
}

type Acts<K extends BotUpdateKind> = (EventOf<K> extends { chat: unknown } ? InChat : unknown) &
  (EventOf<K> extends { message: Message } ? OnMessage : unknown) &
  (K extends 'buttonPressed' ? OnPress : unknown) &
  (K extends 'inlineQuery' ? OnQuery : unknown);

/**
 * What a handler is given: what happened, as the contract tells it, and what can be done about it. `kind` tells the
 * kinds apart, so that TypeScript knows the rest.
 *
 * @example
 * const greet = ({ person, reply }: Context<'memberCame'>) => reply(`Welcome, ${person.name}!`);
 * bot.on('memberCame', greet);
 * bot.use((context, next) => (context.kind === 'message' ? context.react('👍') : next()));
 * await anna.says('hello');
 * console.assert(anna.messages.at(-1)?.reactions[0]?.emoji === '👍');
 */
export type Context<K extends BotUpdateKind = BotUpdateKind> = K extends BotUpdateKind
  ? EventOf<K> & Common & Acts<K>
  : never;

interface Means {
  readonly call: Call;
  readonly files: Files;
  readonly storage: Storage;
}

/** What the handlers of an update get, and whether a press was answered meanwhile. */
export function createContext(means: Means, update: BotUpdate): { context: Context; isAnswered: () => boolean } {
  const { event, updateId } = update;
  let isAnswered = event.kind !== 'buttonPressed';
  const { send, sendFile, handleOf } = createSends(means, updateId);
  const acts: Partial<InChat & OnMessage & OnPress> = {};
  if ('chat' in event) Object.assign(acts, inChat(event, send, sendFile));
  if ('message' in event) Object.assign(acts, onMessage(means, event.message));
  if (event.kind === 'buttonPressed') {
    const { callbackId, message } = event;
    acts.edit = handleOf(message.chatId, message.messageId).edit;
    acts.answer = async (answer = {}) => {
      isAnswered = true;
      await patiently(() => means.call('bots.answerButton', { callbackId, ...answer }));
    };
  }
  const query = event.kind === 'inlineQuery' ? { answer: answerQuery(means.call, event.queryId) } : {};
  const context = { ...event, ...means, update, ...acts, ...query };
  return { context: context as Context, isAnswered: () => isAnswered };
}

type InSomeChat = Extract<BotUpdate['event'], { chat: unknown }>;

function inChat(event: InSomeChat, send: Send, sendFile: ReturnType<typeof createSends>['sendFile']): InChat {
  const { chatId } = event.chat;
  const message = 'message' in event ? event.message : undefined;
  const topic = message?.topicId === undefined ? {} : { topicId: message.topicId };
  return {
    reply: (text, { asReply = false, ...options } = {}) =>
      send(chatId, text, {
        ...topic,
        ...(asReply && message !== undefined ? { replyTo: message.messageId } : {}),
        ...options,
      }),
    sendFile: (source, options, content) => sendFile(chatId, source, options, { ...topic, ...content }),
  };
}

function onMessage({ call, files }: Means, message: Message): OnMessage {
  const { chatId, messageId } = message;
  return {
    download: (file) => files.download(message, file),
    react: async (...emojis) => {
      await patiently(() => call('reactions.set', { chatId, messageId, emojis }));
    },
    delete: async () => {
      await patiently(() => call('messages.delete', { chatId, messageIds: [messageId] }));
    },
  };
}

function answerQuery(call: Call, queryId: string): OnQuery['answer'] {
  return async (results, options = {}) => {
    await patiently(() => call('inline.answer', { queryId, results, ...options }));
  };
}
