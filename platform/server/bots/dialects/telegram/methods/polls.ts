import { type MessageId, polls, VecheError } from '@veche/contract';
import { readGiven } from '../../../delivery/given.ts';
import { badRequest } from '../dialect-error.ts';
import { toDialectError } from '../errors.ts';
import { readInlineMarkup } from '../keyboard.ts';
import type { DialectCall, DialectMethod } from '../method.ts';
import { findPlace, readMessageId } from '../place.ts';
import { toPoll } from '../poll.ts';
import { firstOf, sendOne, sendParameters, sendPassesOver, showOwn } from '../sending.ts';
import { readUnformatted } from '../text.ts';
import { textOf } from './media.ts';

export const sendPoll: DialectMethod = {
  name: 'sendPoll',
  uses: [
    ...[...sendParameters, 'question', 'question_parse_mode', 'question_entities', 'options', 'is_anonymous', 'type'],
    ...['allows_multiple_answers', 'correct_option_ids', 'correct_option_id', 'explanation', 'explanation_parse_mode'],
    ...['explanation_entities', 'open_period', 'close_date', 'is_closed'],
  ],
  passesOver: { ...sendPassesOver, allows_revoting: 'votes can be changed, but for those of a quiz' },
  run: async (request) => {
    const { parameters, call } = request;
    const place = await findPlace(request);
    const sent = await sendOne(request, place, { poll: readPoll(request) });
    if (parameters.boolean('is_closed') !== true) return sent;
    const messageId = sent.message_id as MessageId;
    const { results } = await call('polls.close', { chatId: place.chatId, messageId });
    return firstOf(await showOwn(request, place, messageId, undefined, { pollResults: results }));
  },
};

function readPoll(request: DialectCall) {
  const { parameters } = request;
  const question = readUnformatted(
    {
      text: parameters.requiredText('question'),
      parseMode: parameters.text('question_parse_mode'),
      entities: parameters.list('question_entities'),
    },
    'poll questions',
  );
  if (question === '') throw badRequest('poll question must be non-empty');
  if (question.length > 300) throw badRequest('poll question length must not exceed 300');
  const options = (parameters.list('options') ?? []).map(readOption);
  if (options.length < 2) throw badRequest('poll must have at least 2 option');
  if (options.length > polls.MAX_POLL_OPTIONS) {
    throw badRequest(`poll can't have more than ${polls.MAX_POLL_OPTIONS} options`);
  }
  const openSeconds = parameters.integer('open_period') ?? 0;
  const closeDate = parameters.integer('close_date') ?? 0;
  return {
    question,
    options,
    anonymous: parameters.boolean('is_anonymous') ?? true,
    multiple: parameters.boolean('allows_multiple_answers') === true,
    ...readQuiz(request),
    ...(openSeconds > 0
      ? { openSeconds }
      : closeDate > 0
        ? { closesAt: new Date(closeDate * 1000).toISOString() }
        : {}),
  };
}

function readOption(given: unknown): string {
  // Formerly options were texts.
  const option = (typeof given === 'string' ? { text: given } : given) as Record<string, unknown>;
  if (option['media'] !== undefined) throw badRequest('media of poll options are not supported here');
  const text = readUnformatted(
    {
      text: textOf(option, 'text'),
      parseMode: option['text_parse_mode'] as string | undefined,
      entities: option['text_entities'] as unknown[] | undefined,
    },
    'poll options',
  );
  if (text === '') throw badRequest('poll options must be non-empty');
  if (text.length > 100) throw badRequest('poll options length must not exceed 100');
  return text;
}

function readQuiz({ parameters }: DialectCall) {
  const type = parameters.text('type') ?? 'regular';
  if (type === 'regular' || type === '') return {};
  if (type !== 'quiz') throw badRequest('unsupported poll type specified');
  const correct = [...(parameters.list('correct_option_ids') ?? []), parameters.integer('correct_option_id') ?? []];
  const [first] = correct.flat() as number[];
  if (first === undefined) throw badRequest('there is no correct option for the quiz');
  if (correct.flat().length > 1) throw badRequest('a quiz has one correct option here');
  const explanation = readUnformatted(
    {
      text: parameters.text('explanation') ?? '',
      parseMode: parameters.text('explanation_parse_mode'),
      entities: parameters.list('explanation_entities'),
    },
    'explanations',
  );
  if (explanation.length > 200) throw badRequest('explanation is too long');
  return { quiz: { correct: first, ...(explanation === '' ? {} : { explanation }) } };
}

export const stopPoll: DialectMethod = {
  name: 'stopPoll',
  uses: ['chat_id', 'message_id', 'reply_markup'],
  run: async (request) => {
    const messageId = readMessageId(request, 'message with poll to stop not found');
    const buttons = readInlineMarkup(request.parameters.object('reply_markup'), request.webOrigin);
    const { chatId } = await findPlace(request);
    const [message] = await readGiven(request.sql, { chatId, messageIds: [messageId], botId: request.botId });
    if (message === undefined) throw badRequest('message with poll to stop not found');
    if (message.poll === undefined) throw badRequest('message is not a poll');
    const { changed, results } = await request.call('polls.close', { chatId, messageId }).catch((error: unknown) => {
      if (!(error instanceof VecheError)) throw error;
      throw toDialectError(error, { forbidden: "poll can't be stopped" });
    });
    if (!changed) throw badRequest('poll has already been closed');
    // As with an edit, without a keyboard the message loses the one it has.
    await request.call('messages.edit', { chatId, messageId, buttons });
    return toPoll(message, message.poll, results);
  },
};
