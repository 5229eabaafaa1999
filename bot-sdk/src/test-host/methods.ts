import {
  type ChatId,
  type Message,
  type MethodByName,
  type MethodName,
  type ParsedInputOf,
  type Poll,
  type ResultOf,
  type SentContent,
  VecheError,
} from '@veche/contract';
import { noVotes, pollMethods, shownPoll } from './polls.ts';
import { type Content, textWith, type World } from './world.ts';

/** How a host answers a method; the input was read by the method's own schema. */
export type Played = {
  readonly [N in MethodName]?: (
    input: ParsedInputOf<MethodByName<N>>,
    signal: AbortSignal,
  ) => Promise<ResultOf<MethodByName<N>>> | ResultOf<MethodByName<N>>;
};

/** The methods that a host plays, with the refusals of the server that a bot meets most. */
export function createMethods(world: World): Played {
  const botId = world.bot.account.accountId;
  const sent = new Map<string, { content: string; answer: ResultOf<MethodByName<'messages.send'>> }>();
  const commands = new Map<string, ParsedInputOf<MethodByName<'bots.setCommands'>>['commands']>();
  const about = new Map<string, { description: string; shortDescription: string }>();

  const ownChat = (chatId: number) => {
    const chat = world.chat(chatId);
    if (!chat.members.has(botId)) throw new VecheError('not_found', 'There is no such chat.', { field: 'chatId' });
    return chat;
  };
  const react = (chatId: number, messageId: number, choose: (own: ReadonlySet<string>) => Iterable<string>) => {
    ownChat(chatId);
    const message = world.message(chatId, messageId);
    const own = new Set(message.reactions.filter(({ mine }) => mine === true).map(({ emoji }) => emoji));
    const chosen = [...choose(own)];
    const others = message.reactions.filter(({ mine }) => mine !== true);
    const reactions = [...others, ...chosen.map((emoji) => ({ emoji, count: 1, mine: true }))];
    world.replaceMessage({ ...message, reactions });
    return { changed: chosen.length !== own.size || chosen.some((emoji) => !own.has(emoji)) };
  };
  /** In groups only who leads them pins, and no bot of the host does. */
  const pinning = (chatId: ChatId): ChatId => {
    if (ownChat(chatId).kind === 'direct') return chatId;
    const refusal = 'Only the owner and admins with the right to may do this.';
    throw new VecheError('forbidden', refusal, { field: 'chatId' });
  };
  const pin = (chatId: ChatId, { pinned: before, ...message }: Message, isOn: boolean): boolean => {
    if ((before === true) === isOn) return false;
    world.replaceMessage({ ...message, chatId, ...(isOn ? { pinned: true as const } : {}) });
    return true;
  };
  const knownLease = (lease: number) => {
    if (lease <= world.state.lease.newest) return;
    throw new VecheError('not_found', 'There is no such lease.', { field: 'lease' });
  };
  const listKey = (input: ParsedInputOf<MethodByName<'bots.getCommands'>>) =>
    JSON.stringify([input.scope, input.language]);

  return {
    'messages.send': ({ chatId, clientId, ...content }) => {
      const chat = ownChat(chatId);
      const repeat = sent.get(clientId);
      const said = JSON.stringify([chatId, content]);
      if (repeat !== undefined) {
        if (repeat.content === said) return repeat.answer;
        const message = 'This clientId was used before with another content.';
        throw new VecheError('idempotency_conflict', message, { field: 'clientId' });
      }
      if (content.keyboard !== undefined && content.buttons !== undefined) {
        const message = 'keyboard: stands in place of buttons, not beside them';
        throw new VecheError('invalid_input', message, { field: 'keyboard' });
      }
      if (content.replyTo !== undefined) world.message(chatId, content.replyTo, 'replyTo');
      const { messageId, at } = world.addMessage(chat, botId, { clientId, ...shownContent(world, content) });
      const { poll } = content;
      if (poll !== undefined) world.polls.set(messageId, { correct: poll.quiz?.correct, votes: new Map() });
      const answer = { messageId, seq: chat.messages.length, at };
      sent.set(clientId, { content: said, answer });
      return answer;
    },
    'messages.edit': ({ chatId, messageId, text, buttons, attachments, ...parts }) => {
      ownChat(chatId);
      const before = world.message(chatId, messageId);
      if (before.senderId !== botId) {
        throw new VecheError('forbidden', 'Only the sender may edit a message.', { field: 'messageId' });
      }
      const { buttons: buttonsBefore, entities, text: textBefore, ...rest } = before;
      const now = buttons === undefined ? buttonsBefore : buttons;
      const message: Message = {
        ...rest,
        ...shownContent(world, { ...parts, ...(attachments === undefined ? {} : { attachments }) }),
        ...textWith(text ?? textBefore, text === undefined ? entities : parts.entities),
        ...(now == null ? {} : { buttons: now }),
      };
      const changed = JSON.stringify(message) !== JSON.stringify(before);
      if (changed) world.replaceMessage({ ...message, editedAt: world.at() });
      return { message: world.message(chatId, messageId), changed };
    },
    'messages.delete': ({ chatId, messageIds }) => {
      ownChat(chatId);
      for (const messageId of messageIds) {
        const message = world.message(chatId, messageId);
        if (message.senderId !== botId) {
          const refusal = 'Only the sender or an admin may delete this message.';
          throw new VecheError('forbidden', refusal, { field: 'messageIds' });
        }
        world.replaceMessage({ ...message, text: '', deleted: true });
      }
      return { deleted: messageIds };
    },
    'reactions.set': ({ chatId, messageId, emojis }) => react(chatId, messageId, () => new Set(emojis)),
    'reactions.add': ({ chatId, messageId, emoji }) => ({
      ...react(chatId, messageId, (own) => new Set([...own, emoji])),
      count: 1,
    }),
    'reactions.remove': ({ chatId, messageId, emoji }) => ({
      ...react(chatId, messageId, (own) => [...own].filter((one) => one !== emoji)),
      count: 0,
    }),
    ...pollMethods(world),
    'pins.set': ({ chatId, messageId }) => ({ changed: pin(chatId, world.message(pinning(chatId), messageId), true) }),
    'pins.unset': ({ chatId, messageId }) => {
      const message = world.chat(pinning(chatId)).messages.find((one) => one.messageId === messageId);
      return { changed: message !== undefined && pin(chatId, message, false) };
    },
    'pins.unsetAll': ({ chatId }) => ({
      count: world.chat(pinning(chatId)).messages.filter((message) => pin(chatId, message, false)).length,
    }),
    'chats.sendAction': ({ chatId }) => {
      ownChat(chatId);
      return { told: true };
    },

    'bots.getUpdates': async ({ after, limit, timeoutSeconds, kinds, lease }, signal) => {
      const { state } = world;
      if (lease === 0) return { updates: [], lease: world.takeLease() };
      if (lease === undefined) world.endLeases();
      else knownLease(lease);
      const isOver = () => lease !== undefined && lease < state.lease.newest;
      const serves = () => lease === undefined || lease === (state.lease.serving ??= lease);
      if (!isOver() && serves()) {
        if (kinds !== undefined) state.kinds = kinds;
        world.confirm(after);
      }
      const waiting = () => (isOver() || !serves() ? [] : world.queue.slice(state.confirmed, state.confirmed + limit));
      if (waiting().length === 0 && timeoutSeconds > 0) {
        const ended = AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * 1000)]);
        while (!isOver() && waiting().length === 0 && !ended.aborted) await world.change(ended);
      }
      return isOver() ? { updates: [], takenOver: true } : { updates: waiting() };
    },
    'bots.confirmUpdates': ({ lease, after, release }) => {
      knownLease(lease);
      world.confirm(after);
      if (release) world.releaseLease(lease);
      return {};
    },
    'bots.getState': () => ({
      bot: world.bot,
      waitingCount: world.queue.length - world.state.confirmed,
      kinds: [...world.state.kinds],
    }),
    'bots.dropUpdates': () => {
      world.confirm(world.queue.length);
      return {};
    },
    'bots.answerButton': ({ callbackId, ...answer }) => {
      const press = world.presses.get(callbackId);
      if (press === undefined) throw tooOld('callbackId');
      // The first answer stands.
      press.answer ??= JSON.parse(JSON.stringify(answer)) as typeof press.answer;
      return {};
    },
    'inline.answer': ({ queryId, results }) => {
      const query = world.queries.get(queryId);
      if (query === undefined) throw tooOld('queryId');
      query.answer ??= results;
      return {};
    },

    'bots.setCommands': (input) => {
      commands.set(listKey(input), input.commands);
      return {};
    },
    'bots.getCommands': (input) => ({ commands: commands.get(listKey(input)) ?? [] }),
    'bots.deleteCommands': (input) => {
      commands.delete(listKey(input));
      return {};
    },
    'bots.setAbout': ({ language, description, shortDescription }) => {
      const before = about.get(language) ?? { description: '', shortDescription: '' };
      about.set(language, {
        description: description ?? before.description,
        shortDescription: shortDescription ?? before.shortDescription,
      });
      return {};
    },
    'bots.getAbout': ({ language }) => about.get(language) ?? { description: '', shortDescription: '' },
  };
}

/** Content as a message shows it; of files, those that were uploaded. */
function shownContent(world: World, content: SentContent): Content {
  const { poll, sticker, location, attachments, silent, urgent: _urgent, ...plain } = content;
  for (const [part, value] of Object.entries({ sticker, live: location?.live })) {
    if (value !== undefined) throw new VecheError('not_supported', `The test host plays no ${part}.`, { field: part });
  }
  const { live: _live, ...place } = location ?? {};
  const shown = {
    ...plain,
    ...(silent === true ? { silent } : {}),
    ...(poll === undefined ? {} : pollShown(shownPoll(poll))),
    ...(location === undefined ? {} : { location: place }),
    ...(attachments === undefined
      ? {}
      : { attachments: attachments.map(({ fileId }, index) => fileOf(world, fileId, index)) }),
  };
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined));
}

function pollShown(poll: Poll): Content {
  return { poll, pollResults: noVotes(poll) };
}

function fileOf(world: World, fileId: number, index: number) {
  const found = world.files.get(fileId);
  if (found === undefined)
    throw new VecheError('not_found', 'There is no such file.', { field: `attachments.${index}.fileId` });
  return found.file;
}

function tooOld(field: string): VecheError {
  return new VecheError('expired', 'This is too old, or there was none of this id.', { field });
}
