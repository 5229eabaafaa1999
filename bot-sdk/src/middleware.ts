import type { Context } from './context.ts';

/**
 * What is done with an update. Handlers are asked in the order they were added; the first that fits has the update, and
 * lets later ones have it too by `next()`.
 *
 * @example
 * const shout: Handler<Context<'message'>> = ({ message, reply }) => reply(message.text.toUpperCase());
 * bot.on('message', shout);
 * await anna.says('hello');
 * console.assert(anna.last?.text === 'HELLO');
 */
export type Handler<C> = (context: C, next: () => Promise<void>) => unknown;

/** Asks the handlers in their order; those added meanwhile have later updates. */
export function inOrder(handlers: readonly Handler<Context>[]): (context: Context) => Promise<void> {
  return async (context) => {
    const all = [...handlers];
    let asked = -1;
    const ask = async (index: number): Promise<void> => {
      if (index <= asked) throw new Error('A handler called next() twice.');
      asked = index;
      await all[index]?.(context, () => ask(index + 1));
    };
    await ask(0);
  };
}
