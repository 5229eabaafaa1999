import { isDeepStrictEqual } from 'node:util';
import { type AccountId, type ClientId, scheduled, VecheError } from '@veche/contract';
import { repeatedClientId, requestHashOf } from '../../kernel/conversation-log/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { implement } from '../../kernel/rpc/handler.ts';
import type { WingPart } from '../../kernel/wing.ts';
import { lockAccount } from '../chat-settings/store.ts';
import { mayDo } from '../chats/rules.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { noSuchChat } from '../messages/rules.ts';
import { pageOf, strangeCursor } from '../../kernel/paging.ts';
import { createTicker } from '../ticker.ts';
import { dueTime, noSuchScheduled, tooMany } from './rules.ts';
import { sendDue, sendRows } from './send.ts';
import {
  countScheduled,
  deleteScheduled,
  holdFiles,
  insertScheduled,
  letFilesGo,
  listScheduled,
  lockScheduled,
  readScheduled,
  type ScheduledRow,
  toScheduled,
  updateScheduled,
} from './store.ts';

const contract = scheduled.scheduledMethods;
const EVERY_MS = 1000;

/** Messages that are sent at a time of the sender's choice. */
export function scheduledPart({ sql, writer, log }: Pick<ChatDependencies, 'sql' | 'writer' | 'log'>): WingPart {
  const ticker = createTicker((signal) => sendDue({ sql, writer, log }, signal), {
    ...{ everyMs: EVERY_MS, log, name: 'scheduled' },
  });
  const rowFor = async (accountId: AccountId, clientId: ClientId): Promise<ScheduledRow> => {
    const row = await readScheduled(sql, accountId, clientId);
    if (row === null) throw noSuchScheduled();
    return row;
  };

  return {
    ...ticker,
    handlers: [
      implement(contract.create, async ({ caller }, { chatId, clientId, at, ...content }) => {
        const accountId = accountOf(caller);
        const requestHash = requestHashOf([chatId, at, content]);
        return writer.transact([chatId], async (batch) => {
          await lockAccount(batch.tx, accountId);
          const existing = await lockScheduled(batch.tx, accountId, clientId);
          if (existing !== null) {
            if (existing.requestHash === requestHash) return { scheduled: toScheduled(existing) };
            throw repeatedClientId();
          }
          const head = batch.head(chatId);
          const member = await batch.member(chatId, accountId);
          if (head === undefined || member === null) throw noSuchChat();
          const refusal = mayDo(head, member, 'sendMessages', batch.at);
          if (refusal !== null) throw refusal;
          if ((await countScheduled(batch.tx, accountId, chatId)) >= scheduled.MAX_SCHEDULED) throw tooMany();
          const row: ScheduledRow = {
            ...{ accountId, clientId, chatId, requestHash, content },
            dueAt: dueTime(at, batch.at),
            createdAt: batch.at,
            failure: null,
          };
          await insertScheduled(batch.tx, row);
          batch.appendAccount(accountId, {
            kind: 'scheduled.changed',
            chatId,
            scheduledId: clientId,
            state: 'waiting',
          });
          return { scheduled: toScheduled(row) };
        });
      }),

      implement(contract.list, async ({ caller }, { chatId, cursor, limit }) => {
        const after = placeOf(cursor);
        const rows = await listScheduled(sql, { accountId: accountOf(caller), chatId, after, limit: limit + 1 });
        const { page, next } = pageOf(rows, limit, (last) => `${last.dueAt.getTime()}_${last.clientId}`);
        return {
          scheduled: page.map(toScheduled),
          ...next,
        };
      }),

      implement(contract.edit, ({ caller }, { scheduledId, at, content }) =>
        writer.transact([], async (batch) => {
          const before = await lockScheduled(batch.tx, accountOf(caller), scheduledId);
          if (before === null) throw noSuchScheduled();
          const after: ScheduledRow = {
            ...before,
            // The time of one that failed has passed: it needs another one.
            dueAt: dueTime(at ?? before.dueAt.toISOString(), batch.at),
            content: content ?? before.content,
            failure: null,
          };
          if (!isDeepStrictEqual(before, after)) {
            await letFilesGo(batch.tx, before, batch.at);
            await updateScheduled(batch.tx, after);
            await holdFiles(batch.tx, after);
            const { accountId, chatId } = after;
            batch.appendAccount(accountId, { kind: 'scheduled.changed', chatId, scheduledId, state: 'waiting' });
          }
          return { scheduled: toScheduled(after) };
        }),
      ),

      implement(contract.delete, ({ caller }, { scheduledIds }) =>
        writer.transact([], async (batch) => {
          const accountId = accountOf(caller);
          const deleted: ClientId[] = [];
          for (const scheduledId of [...new Set(scheduledIds)].sort()) {
            const row = await lockScheduled(batch.tx, accountId, scheduledId);
            if (row === null) continue;
            await deleteScheduled(batch.tx, row, batch.at);
            const { chatId } = row;
            batch.appendAccount(accountId, { kind: 'scheduled.changed', chatId, scheduledId, state: 'gone' });
            deleted.push(scheduledId);
          }
          return { deleted };
        }),
      ),

      implement(contract.sendNow, async ({ caller }, { scheduledId }) => {
        const accountId = accountOf(caller);
        const { chatId } = await rowFor(accountId, scheduledId);
        const sent = await writer.transact([chatId], async (batch) => {
          const row = await lockScheduled(batch.tx, accountId, scheduledId);
          const [answer] = row === null ? [] : await sendRows(batch, [row]);
          return answer ?? noSuchScheduled();
        });
        if (sent instanceof VecheError) throw sent;
        return sent;
      }),
    ],
  };
}

function placeOf(cursor: string | undefined): { at: Date; clientId: string } | null {
  if (cursor === undefined) return null;
  const [, at, clientId] = /^(\d{1,14})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? [];
  if (at === undefined || clientId === undefined) {
    throw strangeCursor();
  }
  return { at: new Date(Number(at)), clientId };
}
