import type { BotUpdate, Buttons, ClientId, MessageId } from '@veche/contract';
import type { Call } from './call.ts';
import { patiently } from './patience.ts';

type Event<K extends BotUpdate['event']['kind']> = Extract<BotUpdate['event'], { kind: K }>;

/** A message that someone wrote where the bot can read it. */
export interface MessageContext extends Event<'message'> {
  readonly call: Call;
  /** Sends a text to the chat of the message; with `quote`, as a reply to it. Answers the new message's id. */
  reply(text: string, options?: { readonly buttons?: Buttons; readonly quote?: boolean }): Promise<MessageId>;
}

/** A press of a button under one of the bot's messages. */
export interface ButtonContext extends Event<'buttonPressed'> {
  readonly call: Call;
  /** Answers the press, within a minute: nothing, a short text, an alert, or a page to open. */
  answer(answer?: { readonly text?: string; readonly showAlert?: boolean; readonly url?: string }): Promise<void>;
  /** Replaces the message's text and buttons; without buttons it loses those it has. */
  edit(text: string, options?: { readonly buttons?: Buttons }): Promise<void>;
}

/** What a handler of messages gets. */
export function messageContext(call: Call, event: Event<'message'>): MessageContext {
  const { chatId, messageId } = event.message;
  return {
    ...event,
    call,
    reply: async (text, { buttons, quote = false } = {}) => {
      const message = {
        chatId,
        // Chosen before the first try, so that a repeat is the same message.
        clientId: crypto.randomUUID() as ClientId,
        text,
        ...(quote ? { replyTo: messageId } : {}),
        ...(buttons === undefined ? {} : { buttons }),
      };
      const sent = await patiently(() => call('messages.send', message));
      return sent.messageId;
    },
  };
}

/** What a handler of button presses gets. */
export function buttonContext(call: Call, event: Event<'buttonPressed'>): ButtonContext {
  const { chatId, messageId } = event.message;
  return {
    ...event,
    call,
    answer: async (answer = {}) => {
      await patiently(() => call('bots.answerButton', { callbackId: event.callbackId, ...answer }));
    },
    edit: async (text, { buttons } = {}) => {
      await patiently(() => call('messages.edit', { chatId, messageId, text, buttons: buttons ?? null }));
    },
  };
}
