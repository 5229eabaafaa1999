import { type AccountId, type ChatId, hiding as contract, type Seq, VecheError } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { implement } from '../../kernel/rpc/handler.ts';
import type { WingPart } from '../../kernel/wing.ts';
import { tellSettings } from '../chat-settings/tell.ts';
import { markReadIn } from '../chats/mark-read.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { deleteDrafts } from '../drafts/store.ts';
import { noSuchChat, noSuchMessage } from '../messages/rules.ts';
import { insertHidden, lockOwnChat, writeCleared } from './store.ts';

/** What one deletes for oneself alone. The chat's log and the others know nothing of it. */
export function hidingPart({ writer }: Pick<ChatDependencies, 'writer'>): WingPart {
  return {
    handlers: [
      implement(contract.hide, ({ caller }, { chatId, messageIds }) => {
        const place = { accountId: accountOf(caller), chatId };
        return writer.transact([], async (batch) => {
          const own = await lockOwnChat(batch.tx, place);
          if (own === null) throw noSuchChat();
          const wanted = [...new Set(messageIds)];
          const hidden = await insertHidden(batch.tx, place, wanted);
          if (hidden === null) throw noSuchMessage('messageIds');
          if (hidden.length > 0) {
            batch.appendAccount(place.accountId, { kind: 'messages.hidden', chatId, messageIds: hidden });
            // An unread message that is gone must not be counted.
            await markReadIn(batch, place, Math.max(...hidden));
          }
          return { hidden: wanted };
        });
      }),

      implement(contract.clearHistory, ({ caller }, { chatId, upTo }) => {
        const place = { accountId: accountOf(caller), chatId };
        return writer.transact([], async (batch) => {
          const own = await lockOwnChat(batch.tx, place);
          if (own === null) throw noSuchChat();
          const clearedSeq = Math.max(own.clearedSeq, Math.min(upTo, own.headSeq));
          if (clearedSeq > own.clearedSeq) {
            // The chat itself stays, even one that was once taken off the list.
            await clear(batch, place, { clearedSeq, isRemoved: false }, own.isRemoved ? { isRemoved: null } : {});
            await markReadIn(batch, place, clearedSeq);
          }
          return { clearedSeq };
        });
      }),

      implement(contract.deleteForMe, ({ caller }, { chatId }) => {
        const place = { accountId: accountOf(caller), chatId };
        return writer.transact([], async (batch) => {
          const own = await lockOwnChat(batch.tx, place);
          if (own === null) throw noSuchChat();
          if (own.kind !== 'direct') {
            throw new VecheError('forbidden', 'A group or channel is left, not deleted for oneself.', {
              field: 'chatId',
            });
          }
          const gone = { isRemoved: true, pinnedRank: null, archivedSeq: null } as const;
          await clear(batch, place, { clearedSeq: own.headSeq, isRemoved: true }, gone);
          await markReadIn(batch, place, own.headSeq);
          const draftVersion = await deleteDrafts(batch.tx, place);
          if (draftVersion !== null) {
            batch.appendAccount(place.accountId, { kind: 'draft.changed', chatId, draftVersion });
          }
          return {};
        });
      }),
    ],
  };
}

/** Puts a direct chat back into the own list: its person was looked for. */
export async function bringBack({ writer }: Pick<ChatDependencies, 'writer'>, place: Place): Promise<void> {
  await writer.transact([], async (batch) => {
    const own = await lockOwnChat(batch.tx, place);
    if (own?.isRemoved === true) {
      await clear(batch, place, { clearedSeq: own.clearedSeq, isRemoved: false }, { isRemoved: null });
    }
  });
}

interface Place {
  accountId: AccountId;
  chatId: ChatId;
}

async function clear(
  batch: Batch,
  place: Place,
  { clearedSeq, isRemoved }: { clearedSeq: number; isRemoved: boolean },
  set: { isRemoved?: true | null; pinnedRank?: null; archivedSeq?: null },
): Promise<void> {
  const settingsVersion = await writeCleared(batch.tx, place, { clearedSeq, isRemoved });
  tellSettings(batch, place, {
    ...set,
    ...(clearedSeq === 0 ? {} : { clearedSeq: clearedSeq as Seq }),
    settingsVersion,
  });
}
