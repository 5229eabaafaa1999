import { ChatId, MessageId, polls as contract, Timestamp, VecheError } from '@veche/contract';
import { z } from 'zod';
import { readAccounts } from '../../identity/index.ts';
import type { Projection } from '../../kernel/conversation-log/index.ts';
import type { Job } from '../../kernel/jobs.ts';
import type { PersonalData } from '../../kernel/personal-data.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { WingPart } from '../../kernel/wing.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { noSuchMessage } from '../messages/rules.ts';
import { readVisibleMessage } from '../messages/store.ts';
import { momentOfCursor, pageOf } from '../../kernel/paging.ts';
import { applyCloses, applyVotes } from './appliers.ts';
import { forgetVotesOf, readPoll, readVoters, readVotesOf } from './store.ts';

interface Place {
  chatId: ChatId;
  messageId: MessageId;
}

const CLOSE_JOB = 'close-poll';

/** Votes, their ends, and who may know of them. */
export function pollsPart(dependencies: Pick<ChatDependencies, 'sql' | 'writer' | 'jobs'>): WingPart {
  const { writer, jobs } = dependencies;
  /** A poll with an end asks to be closed in the transaction that sends it. */
  const projection: Projection = async ({ tx, events }) => {
    for (const event of events) {
      if (event.kind !== 'message.created' || event.message.poll?.closesAt === undefined) continue;
      const { chatId, messageId, poll } = event.message;
      await jobs.add(tx, CLOSE_JOB, { chatId, messageId }, { runAt: new Date(poll.closesAt ?? event.at) });
    }
  };
  const close: Job<Place> = {
    name: CLOSE_JOB,
    async run(place) {
      try {
        await writer.submit(applyCloses, place);
      } catch (error) {
        // Deleted meanwhile.
        if (!(error instanceof VecheError) || error.code !== 'not_found') throw error;
      }
    },
  };
  const votes: PersonalData = {
    name: 'votes',
    given: {
      schema: z.array(z.object({ chatId: ChatId, messageId: MessageId, options: z.array(z.int()), at: Timestamp })),
      read: async (accountId) =>
        (await readVotesOf(dependencies.sql, accountId)).map((vote) => ({ ...vote, at: vote.at.toISOString() })),
    },
    erase: (accountId) => forgetVotesOf(dependencies.sql, accountId),
  };
  return {
    handlers: pollHandlers(dependencies),
    projections: [projection],
    jobs: [close],
    personalData: [votes],
  };
}

function pollHandlers({ sql, writer }: Pick<ChatDependencies, 'sql' | 'writer'>): Handler[] {
  return [
    implement(contract.vote, ({ caller }, input) =>
      writer.submit(applyVotes, { ...input, actorId: accountOf(caller) }),
    ),
    implement(contract.retract, async ({ caller }, place) => {
      const { changed } = await writer.submit(applyVotes, { ...place, actorId: accountOf(caller), options: [] });
      return { changed };
    }),
    implement(contract.close, ({ caller }, place) =>
      writer.submit(applyCloses, { ...place, actorId: accountOf(caller) }),
    ),
    implement(contract.voters, async ({ caller }, { chatId, messageId, option = null, cursor, limit }) => {
      const [at = 0, accountId = 0] = momentOfCursor(cursor, 2) ?? [];
      const query = { chatId, messageId, option, after: { at, accountId }, readerId: accountOf(caller) };
      const page = await readVoters(sql, { ...query, limit: limit + 1 });
      if (page?.body?.poll === undefined) throw noSuchMessage();
      if (page.body.poll.anonymous) {
        throw new VecheError('forbidden', 'Nobody is told who voted in this poll.', { field: 'messageId' });
      }
      const { page: voters, next } = pageOf(page.voters, limit, (last) => `${last.at.getTime()}_${last.accountId}`);
      return {
        voters: voters.map((voter) => ({ ...voter, at: voter.at.toISOString() })),
        accounts: await readAccounts(
          sql,
          voters.map((voter) => voter.accountId),
          accountOf(caller),
        ),
        ...next,
      };
    }),
    implement(contract.explain, async ({ caller }, place) => {
      const accountId = accountOf(caller);
      const message = await readVisibleMessage(sql, { ...place, accountId });
      const stored = message?.body?.poll?.quiz === undefined ? null : await readPoll(sql, place, accountId);
      const correct = stored?.poll.correct ?? null;
      if (stored === null || correct === null) throw noSuchMessage();
      if (stored.own.length === 0 && stored.poll.results?.closed !== true) {
        throw new VecheError('forbidden', 'Answer the quiz first.', { field: 'messageId' });
      }
      const { explanation } = stored.poll;
      return { correct, ...(explanation === null ? {} : { explanation }) };
    }),
  ];
}
