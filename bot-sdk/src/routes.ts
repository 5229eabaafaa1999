import type { BotUpdateKind } from '@veche/contract';
import type { Bot } from './bot.ts';
import type { Call } from './call.ts';
import type { Context } from './context.ts';
import { commandIn, type Filter, matchOf } from './filters.ts';
import type { Handler } from './middleware.ts';
import { patiently } from './patience.ts';

/**
 * What a handler of a command is given beside the message.
 *
 * @example
 * const price = ({ argument, reply }: CommandContext) => reply(`${argument}: 300 roubles`);
 * bot.command('price', price);
 * await anna.says('/price lime');
 * console.assert(anna.last?.text === 'lime: 300 roubles');
 */
export type CommandContext = Context<'message'> & {
  /** In lower case, without the slash. */
  readonly command: string;
  /** What follows the command; empty when nothing does. */
  readonly argument: string;
};

/** What fitted, as `RegExp.exec` tells it. */
export interface Matched {
  readonly match: RegExpExecArray;
}

interface Routed {
  readonly call: Call;
  readonly handlers: Handler<Context>[];
  /** Kinds that handlers name. */
  readonly named: Set<BotUpdateKind>;
}

/** The ways to add handlers: each is a handler that passes on what is not its affair. */
export function addRoutes({ call, handlers, named }: Routed): Pick<Bot, 'use' | 'on' | 'command' | 'hears' | 'button'> {
  let ownName: Promise<string> | undefined;

  /** Bots that read everything hear what is addressed to others, too. */
  const isForUs = async (addressee: string | undefined): Promise<boolean> => {
    if (addressee === undefined) return true;
    ownName ??= patiently(() => call('bots.getState', {})).then(({ bot }) => bot.account.username?.toLowerCase() ?? '');
    // Asked again next time if it failed.
    ownName.catch(() => (ownName = undefined));
    return (await ownName) === addressee;
  };

  const on = <K extends BotUpdateKind>(
    kind: K | readonly K[],
    ...[first, second]: [Handler<Context<K>>] | [Filter<Context<K>, Context<K>>, Handler<Context<K>>]
  ): void => {
    const kinds: readonly BotUpdateKind[] = typeof kind === 'string' ? [kind] : kind;
    for (const each of kinds) named.add(each);
    handlers.push((context, next) => {
      if (!kinds.includes(context.kind)) return next();
      const known = context as Context<K>;
      if (second === undefined) return (first as Handler<Context<K>>)(known, next);
      return (first as Filter<Context<K>, Context<K>>)(known) ? second(known, next) : next();
    });
  };

  return {
    use: (handler) => void handlers.push(handler),
    on: on,
    command: (name, handler) => {
      const names: readonly string[] = typeof name === 'string' ? [name] : name;
      handlers.push(async (context, next) => {
        const found = context.kind === 'message' ? commandIn(context.message.text) : null;
        if (context.kind !== 'message' || found === null || !names.includes(found.command)) return next();
        if (!(await isForUs(found.addressee))) return next();
        return handler({ ...context, command: found.command, argument: found.argument }, next);
      });
    },
    hears: (wanted, handler) =>
      on('message', (context, next) => {
        const match = matchOf(wanted, context.message.text);
        return match === null ? next() : handler({ ...context, match }, next);
      }),
    button: (wanted, handler) =>
      on('buttonPressed', (context, next) => {
        const match = matchOf(wanted, context.data);
        return match === null ? next() : handler({ ...context, match }, next);
      }),
  };
}
