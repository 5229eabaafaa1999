import { type AccountId, type ChatId, chatSettings as contract, VecheError } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { implement } from '../../kernel/rpc/handler.ts';
import type { WingPart } from '../../kernel/wing.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { noSuchChat } from '../messages/rules.ts';
import { changesBetween, settingsAfter, type StoredSettings, tooManyPins } from './rules.ts';
import { tellSettings } from './tell.ts';
import { lockAccount, lockSettings, readPinned, writeSettings } from './store.ts';

export function chatSettingsPart({ writer }: ChatDependencies): WingPart {
  return {
    handlers: [
      implement(contract.setSettings, ({ caller }, { chatId, set }) => {
        const accountId = accountOf(caller);
        return writer.transact([], async (batch) => {
          const pinned = set.pinned === true ? await pinnedUnderLock(batch, accountId) : [];
          const [row] = await lockSettings(batch.tx, accountId, [chatId]);
          if (row === undefined) throw noSuchChat();
          const topRank = pinned[0]?.rank ?? 0;
          const after = settingsAfter(row.settings, set, { headSeq: row.headSeq, topRank, now: batch.at });
          const isNewPin = after.pinnedRank !== null && row.settings.pinnedRank === null;
          if (isNewPin && pinned.length >= contract.MAX_PINNED_CHATS) throw tooManyPins();
          return { changed: await change(batch, { accountId, chatId }, row.settings, after) };
        });
      }),

      implement(contract.setPinnedOrder, ({ caller }, { chatIds }) => {
        const accountId = accountOf(caller);
        const order = [...new Set(chatIds)];
        return writer.transact([], async (batch) => {
          const before = await pinnedUnderLock(batch, accountId);
          const touched = [...new Set([...order, ...before.map(({ chatId }) => chatId)])];
          const rows = new Map((await lockSettings(batch.tx, accountId, touched)).map((row) => [row.chatId, row]));
          const unknown = chatIds.findIndex((chatId) => !rows.has(chatId));
          if (unknown >= 0) {
            throw new VecheError('not_found', 'There is no such chat among yours.', { field: `chatIds.${unknown}` });
          }
          for (const { chatId, settings } of rows.values()) {
            const place = order.indexOf(chatId);
            const after: StoredSettings =
              place < 0
                ? { ...settings, pinnedRank: null }
                : { ...settings, pinnedRank: order.length - place, archivedSeq: null };
            await change(batch, { accountId, chatId }, settings, after);
          }
          return {};
        });
      }),
    ],
  };
}

async function pinnedUnderLock(batch: Batch, accountId: AccountId) {
  await lockAccount(batch.tx, accountId);
  return readPinned(batch.tx, accountId);
}

/** Writes what changed and tells the account's devices; answers whether anything did. */
async function change(
  batch: Batch,
  place: { accountId: AccountId; chatId: ChatId },
  before: StoredSettings,
  after: StoredSettings,
): Promise<boolean> {
  const set = changesBetween(before, after);
  if (Object.keys(set).length === 0) return false;
  const settingsVersion = await writeSettings(batch.tx, place, after);
  tellSettings(batch, place, { ...set, settingsVersion });
  return true;
}
