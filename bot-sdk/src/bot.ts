import type { BotUpdate } from '@veche/contract';
import { type Call, type CallOptions, createCall } from './call.ts';
import { type ButtonContext, buttonContext, type MessageContext, messageContext } from './contexts.ts';
import { isPassing, pause, pauseFor } from './patience.ts';

/** Seconds a poll waits. */
const POLL_SECONDS = 30;

export interface BotOptions extends CallOptions {
  /** Told of errors that handlers throw, with the update they threw at; by default they are written to the console. */
  readonly onError?: (error: unknown, update: BotUpdate) => void;
}

export interface Bot {
  readonly call: Call;
  /** Adds a handler of messages; handlers run in the order they were added. */
  onMessage(handler: (context: MessageContext) => unknown): void;
  /** Adds a handler of button presses: of all, or of those whose data is as given. */
  onButton(handler: (context: ButtonContext) => unknown): void;
  onButton(data: string | RegExp, handler: (context: ButtonContext) => unknown): void;
  /** Polls until `stop`. Rejects when going on is pointless: a wrong token, or another poll of the same bot. */
  start(): Promise<void>;
  /** Lets running handlers finish and confirms what they handled. */
  stop(): Promise<void>;
}

/**
 * A bot on the platform's own API. Updates of one chat are handled one after another, those of different chats side
 * by side; each is handled at least once, also when the program was away.
 */
export function createBot(options: BotOptions): Bot {
  const call = createCall(options);
  const messageHandlers: ((context: MessageContext) => unknown)[] = [];
  const buttonHandlers: { fits: (data: string) => boolean; handler: (context: ButtonContext) => unknown }[] = [];
  const stopping = new AbortController();
  let running: Promise<void> | null = null;

  const handle = async (update: BotUpdate): Promise<void> => {
    const { event } = update;
    try {
      if (event.kind === 'message') {
        const context = messageContext(call, event);
        for (const handler of messageHandlers) await handler(context);
      } else if (event.kind === 'buttonPressed') {
        const context = buttonContext(call, event);
        for (const { fits, handler } of buttonHandlers) if (fits(event.data)) await handler(context);
      }
    } catch (error) {
      if (options.onError !== undefined) options.onError(error, update);
      else console.error(`Handling update ${update.updateId} failed:`, error);
    }
  };

  const poll = async (): Promise<void> => {
    let after = 0;
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        const { signal } = stopping;
        const { updates } = await call('bots.getUpdates', { after, timeoutSeconds: POLL_SECONDS }, { signal });
        failures = 0;
        // Queries of people come from no chat that a bot is told of: each person's in turn.
        const byChat = Map.groupBy(updates, ({ event }) =>
          'chat' in event ? event.chat.chatId : `of ${event.person.accountId}`,
        );
        await Promise.all([...byChat.values()].map((list) => inTurn(list, handle)));
        after = updates.at(-1)?.updateId ?? after;
      } catch (error) {
        if (stopping.signal.aborted) break;
        if (!isPassing(error)) throw error;
        failures += 1;
        await pause(pauseFor(error, failures), stopping.signal);
      }
    }
    // Confirmed at once, so that the next start begins behind it.
    if (after > 0) await call('bots.getUpdates', { after, limit: 1 }).catch(() => undefined);
  };

  return {
    call,
    onMessage: (handler) => void messageHandlers.push(handler),
    onButton: (
      first: string | RegExp | ((context: ButtonContext) => unknown),
      second?: (context: ButtonContext) => unknown,
    ) => {
      if (typeof first === 'function') buttonHandlers.push({ fits: () => true, handler: first });
      else if (second !== undefined) buttonHandlers.push({ fits: (data) => matches(first, data), handler: second });
    },
    start: () => (running ??= poll()),
    stop: async () => {
      stopping.abort();
      await running?.catch(() => undefined);
    },
  };
}

async function inTurn<T>(list: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  for (const item of list) await act(item);
}

function matches(wanted: string | RegExp, data: string): boolean {
  if (typeof wanted === 'string') return wanted === data;
  // A global or sticky expression would go on from its last match.
  return new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, '')).test(data);
}
