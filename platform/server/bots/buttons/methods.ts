import { type AccountId, bots, messages, VecheError } from '@veche/contract';
import { readBotMembers, readVisibleMessage, toMessage } from '../../chat/index.ts';
import { repeatedClientId, requestHashOf } from '../../kernel/conversation-log/index.ts';
import { newId } from '../../kernel/ids.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { insertOutbox } from '../delivery/outbox.ts';
import type { BotsDependencies } from '../dependencies.ts';
import { untilTold } from '../until-told.ts';
import { ANSWER_SECONDS, hasButton, noSuchButton, tooLate, WAIT_SECONDS } from './rules.ts';
import { answerPress, type ButtonAnswer, claimPress, insertPress, type Press, readPress } from './store.ts';

export function buttonHandlers(dependencies: Pick<BotsDependencies, 'sql' | 'bus' | 'clock'>): Handler[] {
  const { sql, bus, clock } = dependencies;

  return [
    implement(messages.pressButton, async ({ caller, signal }, { chatId, messageId, clientId, data }) => {
      const personId = accountOf(caller);
      const row = await readVisibleMessage(sql, { chatId, messageId, accountId: personId });
      if (row === null)
        throw new VecheError('not_found', 'There is no such message in your chats.', { field: 'messageId' });
      const botId = row.senderId;
      const isHere = (await readBotMembers(sql, [chatId])).some((member) => member.botId === botId);
      if (!isHere || !hasButton(row.buttons, data)) throw noSuchButton();

      const requestHash = requestHashOf([chatId, messageId, data]);
      const press: Press = { botId, callbackId: newId(), at: clock.now() };
      const earlier = await sql.begin(async (tx) => {
        const { at: _at, ...name } = press;
        const claim = { personId, clientId, method: messages.pressButton.name, requestHash, press: name };
        const claimed = await claimPress(tx, claim);
        if (claimed !== null) return claimed;
        await insertPress(tx, press);
        const message = toMessage(row, []);
        const pressed = {
          kind: 'buttonPressed' as const,
          callbackId: String(press.callbackId),
          message,
          data,
          personId,
        };
        await insertOutbox(tx, [{ chatId, botId, at: press.at, data: pressed }]);
        return null;
      });
      if (earlier !== null) {
        const isSame = earlier.method === messages.pressButton.name && earlier.requestHash === requestHash;
        if (!isSame) throw repeatedClientId();
        return waitForAnswer(earlier.press, signal);
      }
      bus.publish('outbox', {});
      return waitForAnswer(press, signal);
    }),

    implement(bots.answerButton, async ({ caller }, { callbackId, ...answer }) => {
      const at = clock.now();
      const press = { botId: accountOf(caller), callbackId: parseCallbackId(callbackId), at };
      const madeAfter = new Date(at.getTime() - ANSWER_SECONDS * 1000);
      if (!(await answerPress(sql, { ...press, madeAfter, answer: withoutAbsent(answer) }))) throw tooLate();
      bus.publish('buttonAnswered', { callbackId });
      return {};
    }),
  ];

  /** Waits on the bus until the bot has answered, the time since the press is up, or the person is gone. */
  async function waitForAnswer(press: { botId: AccountId; callbackId: number }, signal: AbortSignal) {
    const now = await readPress(sql, press);
    if (now === null || now.answer !== null) return toOutput(now?.answer ?? null);
    const answer = await untilTold(bus, {
      topic: 'buttonAnswered',
      isMeant: (told) => told.callbackId === String(press.callbackId),
      look: async () => (await readPress(sql, press))?.answer ?? null,
      milliseconds: now.at.getTime() + WAIT_SECONDS * 1000 - clock.now().getTime(),
      signal,
    });
    return toOutput(answer);
  }
}

function toOutput(answer: ButtonAnswer | null) {
  return answer === null ? { answered: false } : { answered: true, ...answer };
}

function parseCallbackId(callbackId: string): number {
  if (!/^\d{1,15}$|^[1-4]\d{15}$/.test(callbackId)) throw tooLate();
  return Number(callbackId);
}

/** JSON of the database keeps no absent fields, and the contract's optional ones may not be undefined there. */
function withoutAbsent(answer: { [K in keyof ButtonAnswer]: ButtonAnswer[K] | undefined }): ButtonAnswer {
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined));
}
