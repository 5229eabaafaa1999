import { z } from 'zod';
import { Account } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, MessageId, Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';

export const MAX_POLL_OPTIONS = 12;
/** A poll that closes by itself is open for at least 5 seconds and at most a year. */
export const POLL_OPEN_SECONDS = { least: 5, most: 366 * 24 * 3600 };

const option = PlainText.trim().min(1).max(100);
const question = PlainText.trim().min(1).max(300);

/** A poll as a message shows it. How votes stand is state of the message: `pollResults`. */
export const Poll = z.object({
  question: z.string(),
  options: z.array(z.string()),
  /** Nobody is told who voted for what. */
  anonymous: z.boolean(),
  /** More than one option may be chosen. */
  multiple: z.boolean(),
  /** One option is right; which one, `ownVote` or `pollResults` tells after voting or closing. */
  quiz: z.object({ explained: z.boolean() }).optional(),
  /** When it closes by itself. */
  closesAt: Timestamp.optional(),
});
export type Poll = z.infer<typeof Poll>;

/** A poll as it is sent. It cannot be edited. */
export const NewPoll = z
  .strictObject({
    question,
    options: z.array(option).min(2).max(MAX_POLL_OPTIONS),
    anonymous: z.boolean().default(true),
    multiple: z.boolean().default(false),
    quiz: z
      .strictObject({
        /** Index of the right option. */
        correct: z.int().min(0),
        /** Shown after one has voted. */
        explanation: PlainText.trim().min(1).max(200).optional(),
      })
      .optional(),
    /** Give this or `openSeconds`. */
    closesAt: Timestamp.optional(),
    openSeconds: z.int().min(POLL_OPEN_SECONDS.least).max(POLL_OPEN_SECONDS.most).optional(),
  })
  .superRefine(({ options, multiple, quiz, closesAt, openSeconds }, context) => {
    const refuse = (message: string, ...path: (string | number)[]) =>
      context.addIssue({ code: 'custom', message, path });
    const repeated = options.findIndex((text, index) => options.indexOf(text) !== index);
    if (repeated >= 0) refuse('must not repeat another option', 'options', repeated);
    if (quiz !== undefined && multiple) refuse('a quiz has one right option', 'multiple');
    if (quiz !== undefined && quiz.correct >= options.length) refuse('must be one of the options', 'quiz', 'correct');
    if (closesAt !== undefined && openSeconds !== undefined) refuse('give closesAt or openSeconds', 'openSeconds');
  });
export type NewPoll = z.infer<typeof NewPoll>;

/** How the votes stand. */
export const PollResults = z.object({
  /** How many have voted. */
  voterCount: z.int(),
  /** Votes of each option, in their order. */
  counts: z.array(z.int()),
  closed: z.boolean(),
  /** Quizzes, once closed: index of the right option. */
  correct: z.int().optional(),
});
export type PollResults = z.infer<typeof PollResults>;

/** What the reader voted for. */
export const OwnVote = z.object({
  /** Indexes of the options, ascending. */
  options: z.array(z.int()),
  /** Quizzes: index of the right option. */
  correct: z.int().optional(),
});
export type OwnVote = z.infer<typeof OwnVote>;

const target = { chatId: ChatId, messageId: MessageId };

export const vote = defineMethod({
  name: 'polls.vote',
  summary: 'Votes, in place of the vote before. The log names who voted only when the poll is not anonymous.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ ...target, options: z.array(z.int().min(0)).min(1).max(MAX_POLL_OPTIONS) }),
  output: z.object({
    changed: z.boolean(),
    results: PollResults,
    ownVote: OwnVote,
    /** Quizzes: why the right option is right. */
    explanation: z.string().optional(),
  }),
  errors: ['not_found', 'conflict'],
});

export const retract = defineMethod({
  name: 'polls.retract',
  summary: "Takes one's vote back. What was answered in a quiz stays.",
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject(target),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
});

export const close = defineMethod({
  name: 'polls.close',
  summary: 'Ends a poll: who sent it, or an admin who may delete messages.',
  scope: 'messages:write',
  idempotency: 'natural',
  input: z.strictObject(target),
  output: z.object({ changed: z.boolean(), results: PollResults }),
  errors: ['not_found'],
});

export const voters = defineMethod({
  name: 'polls.voters',
  summary: 'Who voted for what, first voters first; never of an anonymous poll.',
  scope: 'messages:read',
  idempotency: 'read',
  input: z.strictObject({
    ...target,
    /** Only those who voted for this option. */
    option: z.int().min(0).optional(),
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(100).default(50),
  }),
  output: z.object({
    voters: z.array(z.object({ accountId: AccountId, options: z.array(z.int()), at: Timestamp })),
    accounts: z.array(Account),
    nextCursor: z.string().optional(),
  }),
  errors: ['not_found'],
});

export const explain = defineMethod({
  name: 'polls.explain',
  summary: 'The right option of a quiz and why, once one has voted or it is closed.',
  scope: 'messages:read',
  idempotency: 'read',
  input: z.strictObject(target),
  output: z.object({ correct: z.int(), explanation: z.string().optional() }),
  errors: ['not_found'],
});

export const pollMethods = { vote, retract, close, voters, explain };
