import { inline as contract, VecheError } from '@veche/contract';
import { applySends, sendOperation } from '../../chat/index.ts';
import { newId } from '../../kernel/ids.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { insertOutbox } from '../delivery/outbox.ts';
import type { BotsDependencies } from '../dependencies.ts';
import { untilTold } from '../until-told.ts';
import {
  claimChoice,
  findFreshAnswer,
  type GivenAnswer,
  insertQuery,
  readAnswer,
  readAsked,
  readResult,
  writeAnswer,
} from './store.ts';

export function inlineHandlers({
  sql,
  writer,
  bus,
  clock,
}: Pick<BotsDependencies, 'sql' | 'writer' | 'bus' | 'clock'>): Handler[] {
  return [
    implement(contract.query, async ({ caller, signal }, { chatId, bot: username, query, offset }) => {
      const personId = accountOf(caller);
      const place = await readAsked(sql, { chatId, accountId: personId, username });
      if (place === null) throw new VecheError('not_found', 'There is no such chat among yours.', { field: 'chatId' });
      const { bot, chatKind } = place;
      if (bot === null) throw new VecheError('not_found', 'There is no such bot that takes queries.', { field: 'bot' });
      const { botId } = bot;
      const asked = { botId, personId, query, offset };
      const at = clock.now();
      const give = ({ answerId, results, nextOffset }: GivenAnswer) => ({
        bot: { accountId: botId, kind: 'bot' as const, name: bot.name, username: bot.username },
        answerId: String(answerId),
        results: results.map(({ resultId, title, description }) => ({
          ...{ resultId, title },
          ...(description === undefined ? {} : { description }),
        })),
        ...(nextOffset === '' ? {} : { nextOffset }),
        ...(bot.inline.placeholder === undefined ? {} : { placeholder: bot.inline.placeholder }),
      });
      const fresh = await findFreshAnswer(sql, { ...asked, now: at });
      if (fresh !== null) return give(fresh);

      const queryId = newId();
      await sql.begin(async (tx) => {
        await insertQuery(tx, { ...asked, queryId, at });
        const data = { kind: 'inlineQuery' as const, queryId: String(queryId), query, offset, chatKind, personId };
        await insertOutbox(tx, [{ chatId, botId, at, data }]);
      });
      bus.publish('outbox', {});
      const answer = await untilTold(bus, {
        topic: 'inlineAnswered',
        isMeant: (told) => told.queryId === String(queryId),
        look: () => readAnswer(sql, { botId, queryId }),
        milliseconds: contract.INLINE_SECONDS * 1000,
        signal,
      });
      if (answer === null) throw new VecheError('timeout', 'The bot did not answer in time.', { field: 'bot' });
      return give(answer);
    }),

    implement(contract.answer, async ({ caller }, { queryId, results, cacheSeconds, isPersonal, nextOffset }) => {
      const at = clock.now();
      const twice = results.findIndex(({ resultId }, index) =>
        results.slice(0, index).some((other) => other.resultId === resultId),
      );
      if (twice >= 0) {
        const field = `results.${twice}.resultId`;
        throw new VecheError('invalid_input', `${field}: names two results`, { field });
      }
      const answer = {
        ...{ botId: accountOf(caller), queryId: parseId(queryId, 'queryId'), answerId: newId(), at },
        madeAfter: new Date(at.getTime() - contract.INLINE_SECONDS * 1000),
        freshUntil: new Date(at.getTime() + cacheSeconds * 1000),
        ...{ isPersonal, results, nextOffset },
      };
      if (!(await sql.begin((tx) => writeAnswer(tx, answer)))) throw tooLate('queryId');
      bus.publish('inlineAnswered', { queryId });
      return {};
    }),

    implement(contract.send, async ({ caller }, input) => {
      const { chatId, clientId, botId, answerId, resultId, replyTo, topicId, silent } = input;
      const personId = accountOf(caller);
      const chosen = await readResult(sql, { botId, answerId: parseId(answerId, 'answerId'), personId, resultId });
      if (chosen === null) throw tooLate('answerId');
      const { result, query, username, feedback } = chosen;
      const content = {
        ...result.content,
        ...(result.buttons && { buttons: result.buttons }),
        replyTo,
        topicId,
        silent,
      };
      const viaBot = { accountId: botId, username };
      const operation = sendOperation({ chatId, actorId: personId, clientId }, content, { viaBot });
      const sent = await writer.submit(applySends, operation);
      // After the message stands: a choice is told once, or, should the process die here, not at all.
      if (feedback) {
        const told = await sql.begin(async (tx) => {
          if (!(await claimChoice(tx, { personId, clientId, method: contract.send.name }))) return false;
          const data = { kind: 'inlineChosen' as const, resultId, query, personId };
          await insertOutbox(tx, [{ chatId, botId, at: clock.now(), data }]);
          return true;
        });
        if (told) bus.publish('outbox', {});
      }
      return sent;
    }),
  ];
}

function parseId(id: string, field: string): number {
  if (!/^\d{1,15}$|^[1-4]\d{15}$/.test(id)) throw tooLate(field);
  return Number(id);
}

/** Refused alike for what is too old, of others, and never was. */
function tooLate(field: string): VecheError {
  return new VecheError('expired', 'This is too old, or there was none of this id.', { field });
}
