import type { ChatId, Message, MessageId, Poll, PollResults } from '@veche/contract';
import { seconds } from './objects.ts';

/** A poll is known by its message. */
export function pollIdOf({ chatId, messageId }: { chatId: ChatId; messageId: MessageId }): string {
  return `${chatId}_${messageId}`;
}

export function toPoll(place: Pick<Message, 'chatId' | 'messageId'>, poll: Poll, results: PollResults | undefined) {
  return {
    id: pollIdOf(place),
    question: poll.question,
    options: poll.options.map((text, index) => ({
      ...{ persistent_id: String(index), text, voter_count: results?.counts[index] ?? 0 },
    })),
    total_voter_count: results?.voterCount ?? 0,
    is_closed: results?.closed === true,
    is_anonymous: poll.anonymous,
    type: poll.quiz === undefined ? 'regular' : 'quiz',
    allows_multiple_answers: poll.multiple,
    allows_revoting: poll.quiz === undefined,
    members_only: false,
    ...(results?.correct === undefined ? {} : { correct_option_ids: [results.correct] }),
    ...(poll.closesAt === undefined ? {} : { close_date: seconds(poll.closesAt) }),
  };
}
