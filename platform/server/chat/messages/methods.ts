import { history, messages as contract, type MessageId, VecheError } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import { accountOf, type Caller } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { applyDeletes, applyEdits, applySends } from './appliers.ts';
import { forBots } from '../keyboards/rules.ts';
import { partsOf, sendOfInput } from './draft.ts';
import { noSuchChat, noSuchMessage } from './rules.ts';
import { accountsIn, showMessages } from './show.ts';
import { type MessageRow, readHistory, readLastBefore, readVisibleMessage, toMessage } from './store.ts';
import { accountsTold, readTold } from './told.ts';

export function messageHandlers({ sql, writer }: ChatDependencies): Handler[] {
  const historyPage = async (query: Parameters<typeof readHistory>[1]) => {
    const page = await readHistory(sql, { ...query, limit: query.limit + 1 });
    if (page === null) throw noSuchChat();
    const rows = page.rows.slice(0, query.limit);
    if (query.side === 'before') rows.reverse();
    return { rows, more: page.rows.length > query.limit, headSeq: page.headSeq };
  };

  return [
    implement(contract.send, ({ caller }, input) => {
      if (input.buttons !== undefined) requireBot(caller, 'buttons');
      if (input.keyboard !== undefined) requireBot(caller, 'keyboard');
      return writer.submit(applySends, sendOfInput(accountOf(caller), input));
    }),

    implement(contract.edit, async ({ caller }, { chatId, messageId, text, buttons, attachments, ...content }) => {
      if (buttons !== undefined && buttons !== null) requireBot(caller, 'buttons');
      const actorId = accountOf(caller);
      const edit = { chatId, actorId, messageId, text, buttons, attachments, parts: partsOf(content) };
      const { row, changed } = await writer.submit(applyEdits, edit);
      const [message] = await showMessages(sql, { chatId, rows: [row], readerId: actorId });
      const shown = message ?? toMessage(row, []);
      return { message: caller.kind === 'bot' ? forBots(shown) : shown, changed };
    }),

    implement(contract.remove, async ({ caller }, { chatId, messageIds }) => ({
      deleted: await writer.submit(applyDeletes, {
        chatId,
        actorId: accountOf(caller),
        messageIds: [...new Set(messageIds)],
      }),
    })),

    implement(history.history, async ({ caller }, { chatId, before, around, since, topicId, limit, ...input }) => {
      const accountId = accountOf(caller);
      const at = { chatId, accountId, topicId, limit };
      const after = since === undefined ? input.after : await lastBefore(at, new Date(since));
      const page =
        around !== undefined
          ? await readAround(at, around)
          : after !== undefined
            ? await readLater(at, after)
            : await readEarlier(at, before);
      const [messages, events] = await Promise.all([
        showMessages(sql, { chatId, rows: page.rows, readerId: accountId }),
        readTold(sql, { chatId, accountId, topicId, ...spanOf(page, { before, after }) }),
      ]);
      return {
        messages,
        events,
        accounts: await readAccounts(sql, [...accountsIn(messages), ...accountsTold(events)], accountId),
        headSeq: page.headSeq,
        hasEarlier: page.hasEarlier,
        hasLater: page.hasLater,
      };
    }),
  ];

  type At = Pick<Parameters<typeof readHistory>[1], 'chatId' | 'accountId' | 'topicId' | 'limit'>;
  interface Page {
    rows: MessageRow[];
    headSeq: number;
    hasEarlier: boolean;
    hasLater: boolean;
  }

  async function readEarlier(at: At, before: number | undefined): Promise<Page> {
    const page = await historyPage({ ...at, side: 'before', id: before ?? Number.MAX_SAFE_INTEGER });
    return {
      rows: page.rows,
      headSeq: page.headSeq,
      hasEarlier: page.more,
      hasLater: before !== undefined && before <= page.headSeq,
    };
  }

  async function readLater(at: At, after: number): Promise<Page> {
    const page = await historyPage({ ...at, side: 'after', id: after });
    return { rows: page.rows, headSeq: page.headSeq, hasEarlier: after > 0, hasLater: page.more };
  }

  async function lastBefore({ chatId, accountId }: At, time: Date): Promise<number> {
    const last = await readLastBefore(sql, { chatId, accountId, time });
    if (last === null) throw noSuchChat();
    return last;
  }

  async function readAround(at: At, messageId: MessageId): Promise<Page> {
    if ((await readVisibleMessage(sql, { chatId: at.chatId, accountId: at.accountId, messageId })) === null)
      throw noSuchMessage('around');
    const half = Math.max(1, Math.floor(at.limit / 2));
    const [earlier, later] = await Promise.all([
      historyPage({ ...at, limit: half, side: 'before', id: messageId + 1 }),
      historyPage({ ...at, limit: Math.max(1, at.limit - half), side: 'after', id: messageId }),
    ]);
    return {
      rows: [...earlier.rows, ...later.rows],
      // The older of the two heads: events between them are applied again, which does no harm.
      headSeq: Math.min(earlier.headSeq, later.headSeq),
      hasEarlier: earlier.more,
      hasLater: later.more,
    };
  }
}

/** The part of the log that a page is the whole of: both ends belong to it. */
function spanOf(
  {
    rows,
    headSeq,
    hasEarlier,
    hasLater,
  }: { rows: MessageRow[]; headSeq: number; hasEarlier: boolean; hasLater: boolean },
  { before, after }: { before: number | undefined; after: number | undefined },
): { from: number; to: number } {
  const [first, last] = [rows[0]?.messageId, rows.at(-1)?.messageId];
  const from = after !== undefined ? after + 1 : hasEarlier && first !== undefined ? first : 0;
  const to = before !== undefined ? before - 1 : hasLater && last !== undefined ? last : headSeq;
  return { from, to: Math.min(to, headSeq) };
}

function requireBot(caller: Caller, field: 'buttons' | 'keyboard'): void {
  if (caller.kind !== 'bot') throw new VecheError('forbidden', `Only bots may send ${field}.`, { field });
}
