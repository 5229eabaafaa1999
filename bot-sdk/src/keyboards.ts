import type { Button, Key, NewKeyboard } from '@veche/contract';

/**
 * Buttons under a message, each by what a press does: calls the bot with up to 64 bytes of data, opens a page or a
 * mini-app, gives a text to paste elsewhere, or puts the bot's name and a query into the field.
 *
 * @example
 * const buttons = [
 *   [button.callback('Yes', 'yes'), button.callback('No', 'no')],
 *   [button.url('Rules', 'https://veche.example/rules')],
 * ];
 * bot.command('vote', ({ reply }) => reply('Do we plant a lime?', { buttons }));
 * bot.button('yes', ({ edit }) => edit('A lime it is.'));
 * await anna.says('/vote');
 * await anna.presses('Yes');
 * console.assert(anna.last?.text === 'A lime it is.');
 */
export const button = {
  callback: (text: string, data: string): Button => ({ text, action: { kind: 'callback', data } }),
  url: (text: string, url: string): Button => ({ text, action: { kind: 'url', url } }),
  app: (text: string, app: string, startParam?: string): Button => ({
    text,
    action: { kind: 'app', app, ...(startParam === undefined ? {} : { startParam }) },
  }),
  copy: (text: string, copied: string): Button => ({ text, action: { kind: 'copy', text: copied } }),
  /** Of this chat, or, with `chats`, of one among them that the person chooses. */
  query: (text: string, query: string, chats?: ('person' | 'bot' | 'group' | 'channel')[]): Button => ({
    text,
    action: { kind: 'query', query, ...(chats === undefined ? {} : { chats }) },
  }),
};

/**
 * Keys in place of writing, each by what a press does: sends its text, or, in direct chats, after a question of the
 * platform the person's number, place or poll, or opens a mini-app.
 *
 * @example
 * bot.command('call', ({ reply }) =>
 *   reply('May we call you?', { keyboard: keyboard([[key.contact('Send my number'), key.text('No')]]) }),
 * );
 * await anna.says('/call');
 * console.assert(anna.last?.keyboard?.kind === 'keys');
 */
export const key = {
  text: (text: string): Key => ({ text }),
  contact: (text: string): Key => ({ text, asks: { kind: 'contact' } }),
  location: (text: string): Key => ({ text, asks: { kind: 'location' } }),
  poll: (text: string): Key => ({ text, asks: { kind: 'poll' } }),
  app: (text: string, app: string): Key => ({ text, asks: { kind: 'app', app } }),
};

type KeysOptions = Omit<Extract<NewKeyboard, { kind: 'keys' }>, 'kind' | 'rows'>;
type ReplyOptions = Omit<Extract<NewKeyboard, { kind: 'reply' }>, 'kind'>;

/**
 * Rows of keys over the field. `oneTime` closes them after a press, `placeholder` stands in the empty field. Not beside
 * buttons, and not in channels.
 *
 * @example
 * const sizes = keyboard([['1', '2', '3'].map(key.text)], { oneTime: true, placeholder: 'How many?' });
 * bot.hears('trees', ({ reply }) => reply('How many?', { keyboard: sizes }));
 * await anna.says('trees');
 * console.assert(anna.last?.text === 'How many?');
 */
export function keyboard(rows: Key[][], options: KeysOptions = {}): NewKeyboard {
  return { kind: 'keys', rows, resize: true, ...options };
}

/**
 * Takes the keys away that the bot offered before.
 *
 * @example
 * bot.hears('thanks', ({ reply }) => reply('Bye!', { keyboard: noKeyboard() }));
 * await anna.says('thanks');
 * console.assert(anna.last?.keyboard?.kind === 'none');
 */
export function noKeyboard(): NewKeyboard {
  return { kind: 'none' };
}

/**
 * Opens the field for an answer to the message: in groups a bot hears what answers it.
 *
 * @example
 * bot.command('name', ({ reply }) => reply('Your name?', { keyboard: askReply({ placeholder: 'Name' }) }));
 * await anna.says('/name');
 * console.assert(anna.last?.keyboard?.kind === 'reply');
 */
export function askReply(options: ReplyOptions = {}): NewKeyboard {
  return { kind: 'reply', ...options };
}

/**
 * Lays buttons or keys out in rows of so many.
 *
 * @example
 * const rows = inRows(['1', '2', '3'].map(key.text), 2);
 * console.assert(rows.length === 2);
 */
export function inRows<T>(list: readonly T[], perRow: number): T[][] {
  const rows: T[][] = [];
  for (let start = 0; start < list.length; start += perRow) rows.push(list.slice(start, start + perRow));
  return rows;
}
