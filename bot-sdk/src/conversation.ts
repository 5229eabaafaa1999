import type { AccountId } from '@veche/contract';
import type { Context } from './context.ts';
import { commandIn } from './filters.ts';
import type { Handler } from './middleware.ts';
import { replace } from './storage.ts';
import { actorOf } from './update-kinds.ts';

/** Where a person can be talked with. */
type Place = Context<'message' | 'buttonPressed'>;

/**
 * What a step has in hand beside the context.
 *
 * @example
 * const count = (_context: Context<'message'>, talk: Talk<{ trees: number }, 'more'>) => {
 *   talk.state.trees += 1;
 *   talk.go('more');
 * };
 * console.assert(count.length === 2);
 */
export interface Talk<S, N extends string> {
  /** What is known so far; changes are kept when the step has returned. JSON. */
  readonly state: S;
  /** Goes to a step. Without it, and without `end`, the same step takes the next message. */
  go(step: N): void;
  /** Ends the conversation. */
  end(): void;
}

/**
 * One step: what the bot says when it is entered, and what it does with what the person then writes or presses. What a
 * step has no handler for, what it passes on by `next`, and every command, is for the other handlers of the bot.
 *
 * @example
 * const ask: Step<{ name: string }, 'name'> = {
 *   enter: ({ reply }) => reply('Your name?'),
 *   message: ({ message }, talk) => {
 *     talk.state.name = message.text;
 *     talk.end();
 *   },
 * };
 * console.assert(ask.button === undefined);
 */
export interface Step<S, N extends string> {
  enter?(context: Place, talk: Talk<S, N>): unknown;
  message?(context: Context<'message'>, talk: Talk<S, N>, next: () => Promise<void>): unknown;
  button?(context: Context<'buttonPressed'>, talk: Talk<S, N>, next: () => Promise<void>): unknown;
}

/**
 * A conversation: a machine of named steps, kept for each person in each chat. A person has one at a time in a chat.
 *
 * @example
 * const greeting: Conversation = conversation({
 *   name: 'greeting',
 *   begin: () => ({}),
 *   first: 'ask',
 *   steps: { ask: { enter: ({ reply }) => reply('Your name?') } },
 * });
 * bot.use(greeting.handler);
 * bot.command('greet', (context) => greeting.enter(context));
 * await anna.says('/greet');
 * console.assert(anna.last?.text === 'Your name?');
 */
export interface Conversation {
  /** Takes what belongs to the conversation; for `bot.use`, before the handlers that it is to go before. */
  readonly handler: Handler<Context>;
  /** Begins anew with the person of the context, in place of any other conversation there. */
  enter(context: Place): Promise<void>;
  /** Ends it if it goes on; false when it does not. */
  leave(context: Place): Promise<boolean>;
}

interface ConversationOptions<S extends object, N extends string> {
  /** Its name in the storage. */
  readonly name: string;
  /** What is known at the beginning. */
  readonly begin: () => S;
  readonly first: NoInfer<N>;
  readonly steps: Readonly<Record<N, Step<S, NoInfer<N>>>>;
  /** It ends by itself when the person was silent for so long, by the times of the updates. */
  readonly expiresInSeconds?: number;
}

/** What is kept of a conversation. */
interface Kept {
  readonly name: string;
  /** Null: it is over, and the last update of it must not be taken for something new. */
  readonly step: string | null;
  readonly state: unknown;
  /** The last update that belonged to it, and its time. */
  readonly updateId: number;
  readonly at: string;
}

/**
 * Makes a conversation. After each step its name and state go into the bot's storage, so that a restart goes on where
 * it was; an update that comes again is not taken for the next answer.
 *
 * @example
 * const order = conversation({
 *   name: 'order',
 *   begin: () => ({ street: '', trees: 0 }),
 *   first: 'street',
 *   steps: {
 *     street: {
 *       enter: ({ reply }) => reply('Which street?'),
 *       message: ({ message }, talk) => {
 *         talk.state.street = message.text;
 *         talk.go('trees');
 *       },
 *     },
 *     trees: {
 *       enter: ({ reply }) => reply('How many trees?'),
 *       message: async ({ message, reply }, talk) => {
 *         talk.state.trees = Number(message.text);
 *         await reply(`${talk.state.street}: ${talk.state.trees}`);
 *         talk.end();
 *       },
 *     },
 *   },
 * });
 * bot.use(order.handler);
 * bot.command('order', (context) => order.enter(context));
 * await anna.says('/order');
 * await anna.says('Sadovaya');
 * await anna.says('3');
 * console.assert(anna.last?.text === 'Sadovaya: 3');
 */
export function conversation<S extends object, N extends string>(options: ConversationOptions<S, N>): Conversation {
  const { name, begin, first, steps, expiresInSeconds = Infinity } = options;

  const read = async (context: Place): Promise<{ text: string | undefined; kept: Kept | null }> => {
    const text = await context.storage.get(keyOf(context));
    return { text, kept: text === undefined ? null : (JSON.parse(text) as Kept) };
  };

  /** Runs a step, and `enter` of every step it goes to; answers what is to be kept. */
  const advance = async (context: Place, state: S, step: N | 'enter', act: Act<S, N>): Promise<Kept> => {
    let now: N | null = step === 'enter' ? null : step;
    let next: N | null = step === 'enter' ? first : null;
    const talk: Talk<S, N> = {
      state,
      go: (to) => (next = to),
      end: () => {
        now = null;
        next = null;
      },
    };
    await act(talk);
    for (let to = next; to !== null; to = next) {
      now = to;
      next = null;
      await steps[to].enter?.(context, talk);
    }
    const { updateId, at } = context.update;
    return { name, step: now, state: now === null ? null : state, updateId, at };
  };

  const isOver = ({ step, at }: Kept, context: Place) =>
    step === null || !(step in steps) || secondsBetween(at, context.update.at) > expiresInSeconds;

  const keep = (context: Place, before: string | undefined, kept: Kept) =>
    replace(context.storage, keyOf(context), { before, after: JSON.stringify(kept) });

  return {
    handler: async (context, next) => {
      if (context.kind !== 'message' && context.kind !== 'buttonPressed') return next();
      const { text, kept } = await read(context);
      if (text === undefined || kept?.name !== name) return next();
      // The same update again: it was this conversation's, and is not the next answer.
      if (kept.updateId >= context.update.updateId) return;
      if (isOver(kept, context)) {
        await replace(context.storage, keyOf(context), { before: text, after: undefined });
        return next();
      }
      const step = kept.step as N;
      let isPassedOn = false;
      const act = actOf(context, steps[step], () => {
        isPassedOn = true;
        return next();
      });
      if (act === null) return next();
      const after = await advance(context, kept.state as S, step, act);
      if (!isPassedOn) await keep(context, text, after);
    },
    enter: async (context) => {
      const { text } = await read(context);
      await keep(context, text, await advance(context, begin(), 'enter', () => undefined));
    },
    leave: async (context) => {
      const { text, kept } = await read(context);
      if (kept?.name !== name || isOver(kept, context)) return false;
      const { updateId, at } = context.update;
      await keep(context, text, { name, step: null, state: null, updateId, at });
      return true;
    },
  };
}

type Act<S, N extends string> = (talk: Talk<S, N>) => unknown;

/** What a step does with an update; null when it leaves it to others. */
function actOf<S, N extends string>(context: Place, step: Step<S, N>, next: () => Promise<void>): Act<S, N> | null {
  const { message, button } = step;
  if (context.kind === 'buttonPressed') return button === undefined ? null : (talk) => button(context, talk, next);
  if (message === undefined || commandIn(context.message.text) !== null) return null;
  return (talk) => message(context, talk, next);
}

function keyOf(context: Place): `talk/${number}/${number}` {
  const person: AccountId | undefined = actorOf(context)?.accountId;
  return `talk/${context.chat.chatId}/${person ?? 0}`;
}

function secondsBetween(earlier: string, later: string): number {
  return (Date.parse(later) - Date.parse(earlier)) / 1000;
}
