import {
  type AccountId,
  type Message,
  type MessageId,
  type NewPoll,
  type Poll,
  type PollResults,
  VecheError,
} from '@veche/contract';
import type { Played } from './methods.ts';
import type { World } from './world.ts';

/** What a host knows of a poll beside its message: the right answer of a quiz, and who chose what. */
export interface HeldPoll {
  readonly correct: number | undefined;
  readonly votes: Map<AccountId, readonly number[]>;
}

/** A poll as a message shows it. One that ends by itself is refused: the host has no clock that would end it. */
export function shownPoll({ quiz, closesAt, openSeconds, ...poll }: NewPoll): Poll {
  for (const [part, value] of Object.entries({ closesAt, openSeconds })) {
    if (value === undefined) continue;
    const field = `poll.${part}`;
    throw new VecheError('not_supported', 'The test host plays no poll that closes by itself.', { field });
  }
  return { ...poll, ...(quiz === undefined ? {} : { quiz: { explained: quiz.explanation !== undefined } }) };
}

/** How nobody has voted yet. */
export function noVotes({ options }: Poll): PollResults {
  return { voterCount: 0, counts: options.map(() => 0), closed: false };
}

export function pollMethods(world: World): Pick<Required<Played>, 'polls.close'> {
  return {
    'polls.close': async ({ chatId, messageId }) => {
      const message = world.message(chatId, messageId);
      const { pollResults: before } = message;
      const held = world.polls.get(messageId);
      if (before === undefined || held === undefined) {
        throw new VecheError('not_found', 'There is no such poll in this chat.', { field: 'messageId' });
      }
      if (before.closed) return { changed: false, results: before };
      const results = { ...before, closed: true, ...(held.correct === undefined ? {} : { correct: held.correct }) };
      tellResults(world, { ...message, pollResults: results });
      return { changed: true, results };
    },
  };
}

/** Writes a person's choice down, in place of the one before, and tells the bot how the poll stands. */
export function vote(world: World, message: Message, accountId: AccountId, texts: readonly string[]): number[] {
  const { poll, pollResults } = message;
  const held = world.polls.get(message.messageId);
  if (poll === undefined || pollResults === undefined || held === undefined) throw new Error('This is no poll.');
  const options = texts.map((text) => poll.options.indexOf(text)).sort((one, other) => one - other);
  const unknown = texts.find((text) => !poll.options.includes(text));
  if (unknown !== undefined) throw new Error(`The poll has no option "${unknown}".`);
  if (pollResults.closed) throw new Error('This poll is closed.');
  if (options.length === 0 || (options.length > 1 && !poll.multiple)) throw new Error('One option is to be chosen.');
  if (poll.quiz !== undefined && held.votes.has(accountId)) throw new Error('A quiz is answered once.');
  held.votes.set(accountId, options);
  const counts = poll.options.map((_, index) => [...held.votes.values()].filter((one) => one.includes(index)).length);
  world.replaceMessage({ ...message, pollResults: { ...pollResults, voterCount: held.votes.size, counts } });
  return options;
}

function tellResults(world: World, message: Message): void {
  world.replaceMessage(message);
  world.tell({ kind: 'pollChanged', chat: world.shown(world.chat(message.chatId)), message });
}

/** Message ids of polls, with what is known of each. */
export type Polls = Map<MessageId, HeldPoll>;
