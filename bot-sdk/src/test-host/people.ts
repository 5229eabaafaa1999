import type { Account, AccountId, Attachment, BotUpdate, FileKind, Message } from '@veche/contract';
import { vote } from './polls.ts';
import { addFile } from './uploads.ts';
import {
  type Asked,
  type ButtonAnswer,
  type Content,
  type HostChat,
  type HostPerson,
  type InlineResult,
  textWith,
  type World,
} from './world.ts';

/**
 * A person in one chat with the bot. What a person does resolves when the bot has handled it, and rejects when the bot
 * called what the host does not play.
 *
 * @example
 * bot.on('message', ({ message, reply }) => reply(`${message.text}?`, { asReply: true }));
 * const seat: TestSeat = anna.in(host.group('Двор', [anna]));
 * await seat.says('between us');
 * console.assert(seat.last === undefined);
 * await seat.says(`@${host.username} plant a tree`);
 * console.assert(seat.last?.replyTo === seat.messages.at(-2)?.messageId);
 */
export interface TestSeat {
  /** Messages of the chat, oldest first. */
  readonly messages: readonly Message[];
  /** The last message of the bot there. */
  readonly last: Message | undefined;
  /** Writes a text; content are further fields of the message. */
  says(text: string, content?: Content): Promise<Message>;
  /** Changes the own last message. */
  corrects(text: string): Promise<void>;
  /** Sends a file. */
  sendsFile(content: Uint8Array, options: { name: string; kind?: FileKind; text?: string }): Promise<Message>;
  /** Presses a button by its text, on the newest message that has it; answers what the bot answered. */
  presses(text: string): Promise<ButtonAnswer>;
  /** Votes in the bot's last poll by the texts of options, in place of the vote before. */
  votes(...options: string[]): Promise<void>;
  /** Puts an emoji on the bot's last message. */
  reacts(emoji: string): Promise<void>;
}

/**
 * A person, in the direct chat with the bot.
 *
 * @example
 * bot.command('start', ({ sender, reply }) => reply(sender.language === 'ru' ? 'Привет!' : 'Hello!'));
 * const bob: TestPerson = host.person('Bob', { language: 'en' });
 * await bob.says('/start');
 * console.assert(bob.last?.text === 'Hello!');
 */
export interface TestPerson extends TestSeat {
  readonly account: Account;
  /** The same person in a group of the host. */
  in(group: TestGroup): TestSeat;
  /** Asks the bot from another chat; answers the titles of its results. */
  asks(query: string): Promise<string[]>;
}

/**
 * A group with the bot in it.
 *
 * @example
 * bot.on('memberCame', ({ account, reply }) => reply(`Welcome, ${account.name}!`));
 * const yard: TestGroup = host.group('Двор', [anna]);
 * await yard.comes(host.person('Bob'));
 * console.assert(anna.in(yard).last?.text === 'Welcome, Bob!');
 */
export interface TestGroup {
  readonly chat: HostChat;
  comes(person: TestPerson): Promise<void>;
  leaves(person: TestPerson): Promise<void>;
}

/** Tells the bot of an event and waits until it was handled. */
export type Tell = (event: BotUpdate['event']) => Promise<void>;

export function createPerson(world: World, tell: Tell, person: HostPerson): TestPerson {
  const { account, language } = person;
  const botId = world.bot.account.accountId;
  const sender = { ...account, language };

  const seat = (chat: HostChat): TestSeat => {
    const shown = world.shown(chat);
    const live = () => chat.messages.filter(({ deleted }) => deleted !== true);
    const lastOf = (accountId: AccountId) => live().findLast(({ senderId }) => senderId === accountId);
    const told = async (kind: 'message' | 'messageEdited', message: Message) => {
      const replied = live().find(({ messageId }) => messageId === message.replyTo);
      if (chat.kind === 'group' && !isMeant(world, message, replied)) return;
      const author = replied && (world.people.get(replied.senderId)?.account ?? world.bot.account);
      const answered = replied && author ? { replied: { message: replied, sender: author } } : {};
      await tell({ kind, chat: shown, message, sender, ...answered });
    };
    const says = async (text: string, content: Content = {}) => {
      if (!chat.members.has(account.accountId)) throw new Error(`${account.name} is not in this chat.`);
      const message = world.addMessage(chat, account.accountId, { ...content, text });
      await told('message', message);
      return message;
    };
    return {
      get messages() {
        return live();
      },
      get last() {
        return lastOf(botId);
      },
      says,
      corrects: async (text) => {
        const own = lastOf(account.accountId);
        if (own === undefined) throw new Error(`${account.name} has written nothing here.`);
        const { entities: _entities, ...rest } = own;
        const message = { ...rest, ...textWith(text), editedAt: world.at() };
        world.replaceMessage(message);
        await told('messageEdited', message);
      },
      sendsFile: async (content, { name, kind = 'file', text = '' }) => {
        const attachments: Attachment[] = [addFile(world, { name, kind, content })];
        return says(text, { attachments });
      },
      presses: async (text) => {
        const [message, data] = buttonOf(live(), text);
        const callbackId = String(world.nextId());
        const press: Asked<ButtonAnswer> = { answer: null };
        world.presses.set(callbackId, press);
        await tell({ kind: 'buttonPressed', callbackId, chat: shown, message, data, person: sender });
        return press.answer ?? {};
      },
      votes: async (...options) => {
        const asked = live().findLast(({ senderId, poll }) => senderId === botId && poll !== undefined);
        if (asked === undefined) throw new Error('The bot has asked nothing here.');
        const { chatId, messageId } = asked;
        const chosen = vote(world, asked, account.accountId, options);
        await tell({ kind: 'pollChanged', chat: shown, message: world.message(chatId, messageId) });
        if (asked.poll?.anonymous === true) return;
        await tell({ kind: 'pollAnswered', chat: shown, messageId, person: sender, options: chosen });
      },
      reacts: async (emoji) => {
        const message = lastOf(botId);
        if (message === undefined) throw new Error('The bot has written nothing here.');
        const { messageId } = message;
        await tell({ kind: 'reactionChanged', chat: shown, messageId, person: sender, before: [], after: [emoji] });
      },
    };
  };

  // Its getters stay getters.
  return Object.assign(seat(world.addChat('direct', [account.accountId, botId])), {
    account,
    in: ({ chat }: TestGroup) => seat(chat),
    asks: async (query: string) => {
      const queryId = String(world.nextId());
      const asked: Asked<InlineResult[]> = { answer: null };
      world.queries.set(queryId, asked);
      await tell({ kind: 'inlineQuery', queryId, query, offset: '', chatKind: 'direct', person: sender });
      return asked.answer?.map(({ title }) => title) ?? [];
    },
  });
}

/** The rule for bots that do not read everything: commands, answers to them, mentions of them. */
function isMeant({ bot }: World, { text, entities = [] }: Message, replied: Message | undefined): boolean {
  if (bot.readsAllGroupMessages || replied?.senderId === bot.account.accountId) return true;
  return entities.some(({ kind, offset, length }) => {
    const addressee = text
      .slice(offset, offset + length)
      .toLowerCase()
      .split('@')[1];
    if (kind === 'mention') return addressee === bot.account.username;
    return kind === 'botCommand' && (addressee === undefined || addressee === bot.account.username);
  });
}

function buttonOf(messages: readonly Message[], text: string): [Message, string] {
  const message = messages.findLast(({ buttons = [] }) => buttons.flat().some((button) => button.text === text));
  const action = message?.buttons?.flat().find((button) => button.text === text)?.action;
  if (message === undefined || action === undefined) throw new Error(`There is no button "${text}".`);
  if (action.kind !== 'callback')
    throw new Error(`The button "${text}" does not call the bot: it is a ${action.kind}.`);
  return [message, action.data];
}
