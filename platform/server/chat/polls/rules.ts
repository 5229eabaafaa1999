import {
  type AccountId,
  type ChatKind,
  type NewPoll,
  type Poll,
  type PollResults,
  polls as contract,
  VecheError,
} from '@veche/contract';
import type { Membership } from '../../kernel/conversation-log/index.ts';
import { holdsRight } from '../chats/rules.ts';
import type { MessageRow } from '../messages/store.ts';

/** The poll that a message shows of one that was sent: the right answer of a quiz stays behind. */
export function shownPoll({ quiz, closesAt, openSeconds, ...poll }: NewPoll, at: Date): Poll {
  const end = openSeconds === undefined ? closesAt : new Date(at.getTime() + openSeconds * 1000).toISOString();
  return {
    ...poll,
    ...(quiz && { quiz: { explained: quiz.explanation !== undefined } }),
    ...(end !== undefined && { closesAt: end }),
  };
}

/** A poll closes by itself neither at once nor in years. */
export function mayCloseAt(closesAt: string | undefined, at: Date): VecheError | null {
  if (closesAt === undefined) return null;
  const { least, most } = contract.POLL_OPEN_SECONDS;
  const seconds = (Date.parse(closesAt) - at.getTime()) / 1000;
  if (seconds >= least && seconds <= most) return null;
  return new VecheError('invalid_input', `poll.closesAt: must be ${least} to ${most} seconds from now`, {
    field: 'poll.closesAt',
  });
}

/** Whether these options may be chosen now; `own` is the vote before, empty without one. */
export function mayVote(
  poll: Poll,
  state: { isClosed: boolean; own: readonly number[] },
  options: readonly number[],
): VecheError | null {
  if (state.isClosed) return new VecheError('conflict', 'This poll is closed.', { field: 'messageId' });
  const unknown = options.findIndex((option) => option >= poll.options.length);
  if (unknown >= 0) return wrongOption(`options.${unknown}`, 'there is no such option');
  if (!poll.multiple && options.length > 1) return wrongOption('options', 'only one may be chosen');
  if (poll.quiz !== undefined && state.own.length > 0 && state.own[0] !== options[0]) {
    return new VecheError('conflict', 'A quiz is answered once.', { field: 'options' });
  }
  return null;
}

function wrongOption(field: string, why: string): VecheError {
  return new VecheError('invalid_input', `${field}: ${why}`, { field });
}

/** The sender closes a poll; in a group or channel, whoever may delete it, too. */
export function mayClose(
  row: MessageRow,
  actor: { actorId: AccountId; member: Membership },
  kind: ChatKind,
): VecheError | null {
  if (row.senderId === actor.actorId || (kind !== 'direct' && holdsRight(actor.member, 'deleteMessages'))) return null;
  return new VecheError('forbidden', 'Only the sender or an admin may close a poll.', { field: 'messageId' });
}

/** Whether a poll takes no votes any more, though its end may not be told yet. */
export function isClosed(poll: Poll, results: PollResults | null, at: Date): boolean {
  return results?.closed === true || (poll.closesAt !== undefined && Date.parse(poll.closesAt) <= at.getTime());
}

/** Results before the first vote. */
export function noVotes(poll: Poll): PollResults {
  return { voterCount: 0, counts: poll.options.map(() => 0), closed: false };
}

/** Results after one account's vote became another; empty is none. */
export function recount(results: PollResults, before: readonly number[], after: readonly number[]): PollResults {
  const step = (option: number) => Number(after.includes(option)) - Number(before.includes(option));
  return {
    ...results,
    voterCount: results.voterCount + Number(after.length > 0) - Number(before.length > 0),
    counts: results.counts.map((count, option) => count + step(option)),
  };
}
