import { isDeepStrictEqual } from 'node:util';
import {
  type AccountId,
  type ChatId,
  type MessageId,
  type OwnVote,
  type PollResults,
  VecheError,
} from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import { refusedByBlock } from '../blocks/feature.ts';
import { enter, oneByOne } from '../chats/appliers.ts';
import { noSuchMessage } from '../messages/rules.ts';
import { readKnownMessages, readMessagesById } from '../messages/store.ts';
import { isClosed, mayClose, mayVote, noVotes, recount } from './rules.ts';
import { ownVote, putVote, readPoll, updateResults } from './store.ts';

interface Place {
  chatId: ChatId;
  messageId: MessageId;
}

export interface VoteAnswer {
  changed: boolean;
  results: PollResults;
  ownVote: OwnVote;
  explanation?: string;
}

/** The live poll of a message with its state, or the refusal. */
async function openPoll(batch: Batch, { chatId, messageId }: Place, voterId: AccountId | null) {
  const [row] =
    voterId === null
      ? await readMessagesById(batch.tx, chatId, [messageId])
      : await readKnownMessages(batch.tx, { chatId, accountId: voterId }, [messageId]);
  const shown = row?.body?.poll;
  if (row === undefined || row.deletedAt !== null || shown === undefined) return noSuchMessage();
  const stored = await readPoll(batch.tx, { chatId, messageId }, voterId);
  if (stored === null) return noSuchMessage();
  const results = stored.poll.results ?? noVotes(shown);
  return { row, shown, ...stored, results, isClosed: isClosed(shown, stored.poll.results, batch.at) };
}

/** Empty options take the vote back. */
export const applyVotes = oneByOne<Place & { actorId: AccountId; options: readonly number[] }, VoteAnswer>(
  async (batch, { chatId, messageId, actorId, options }) => {
    const place = { chatId, messageId };
    const entered = await enter(batch, chatId, actorId);
    if (entered instanceof VecheError) return entered;
    const blocked = await refusedByBlock(batch, { chatId, actorId });
    if (blocked !== null) return blocked;
    const opened = await openPoll(batch, place, actorId);
    if (opened instanceof VecheError) return opened;
    const { row, shown, poll, own } = opened;
    const chosen = [...new Set(options)].sort((a, b) => a - b);
    const refusal = mayVote(shown, opened, chosen);
    if (refusal !== null) return refusal;
    const answer = (results: PollResults, changed: boolean): VoteAnswer => ({
      changed,
      results,
      ownVote: ownVote(chosen, chosen.length === 0 ? null : poll.correct),
      ...(poll.explanation === null ? {} : { explanation: poll.explanation }),
    });
    if (isDeepStrictEqual(own, chosen)) return answer(opened.results, false);

    const results = recount(opened.results, own, chosen);
    await putVote(batch.tx, place, { accountId: actorId, options: chosen, at: batch.at });
    await updateResults(batch.tx, place, results);
    // Everyone in the chat reads the log: of an anonymous vote it names the poll's sender as the actor.
    batch.append(chatId, shown.anonymous ? row.senderId : actorId, {
      kind: 'message.changed',
      messageId,
      set: { pollResults: results },
    });
    const answered = answer(results, true);
    batch.appendAccount(actorId, {
      kind: 'message.own',
      ...place,
      set: { ownVote: chosen.length === 0 ? null : answered.ownVote },
    });
    return answered;
  },
);

/** Without an actor: its time has come. */
export const applyCloses = oneByOne<Place & { actorId?: AccountId }, { changed: boolean; results: PollResults }>(
  async (batch, { chatId, messageId, actorId }) => {
    const place = { chatId, messageId };
    const entered = actorId === undefined ? null : await enter(batch, chatId, actorId);
    if (entered instanceof VecheError) return entered;
    const opened = await openPoll(batch, place, null);
    if (opened instanceof VecheError) return opened;
    const { row, poll } = opened;
    const refusal =
      entered === null || actorId === undefined
        ? null
        : mayClose(row, { actorId, member: entered.member }, entered.head.kind);
    if (refusal !== null) return refusal;
    if (opened.results.closed) return { changed: false, results: opened.results };
    const results = { ...opened.results, closed: true, ...(poll.correct === null ? {} : { correct: poll.correct }) };
    await updateResults(batch.tx, place, results);
    const event = { kind: 'message.changed', messageId, set: { pollResults: results } } as const;
    batch.append(chatId, actorId ?? row.senderId, event);
    return { changed: true, results };
  },
);
