import type { Message } from '@veche/contract';

/** Tells whether a handler is for a context, and what TypeScript then knows of it. */
export type Filter<C, N extends C> = (context: C) => context is N;

/**
 * Lets through what is about a message with a part: files, a place, a contact card, a poll.
 *
 * @example
 * bot.on('message', has('location'), ({ message, reply }) => reply(`North: ${message.location.latitude}`));
 * await anna.says('', { location: { latitude: 55, longitude: 37 } });
 * console.assert(anna.last?.text === 'North: 55');
 */
export function has<P extends keyof Message>(part: P) {
  return <C extends { readonly message: Message }>(
    context: C,
  ): context is C & { readonly message: { readonly [K in P]-?: NonNullable<Message[K]> } } =>
    context.message[part] !== undefined;
}

/** A command at the beginning of a text: in lower case, with whom it is addressed to and what follows. */
export function commandIn(text: string): { command: string; addressee: string | undefined; argument: string } | null {
  const match = /^\/([a-z0-9_]{1,32})(?:@(\w{1,32}))?(?:\s+([\s\S]*))?$/i.exec(text.trim());
  if (match === null) return null;
  return { command: (match[1] ?? '').toLowerCase(), addressee: match[2]?.toLowerCase(), argument: match[3] ?? '' };
}

/** What a text or an expression finds in a text; null when it does not fit. A text must be the whole. */
export function matchOf(wanted: string | RegExp, text: string): RegExpExecArray | null {
  // A global or sticky expression would go on from its last match.
  if (typeof wanted !== 'string') return new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, '')).exec(text);
  return wanted === text ? /^[\s\S]*$/.exec(text) : null;
}
