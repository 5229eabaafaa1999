import { type AccountId, type ChatId, type MessageId, pins as contract, VecheError } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import { refusedByBlock } from '../blocks/feature.ts';
import { enter, oneByOne } from '../chats/appliers.ts';
import { mayDo } from '../chats/rules.ts';
import { noSuchMessage } from '../messages/rules.ts';
import { readKnownMessages } from '../messages/store.ts';
import { deletePins, insertPin, readPinned, updatePinned } from './store.ts';

interface Place {
  chatId: ChatId;
  actorId: AccountId;
}

async function enterToPin(batch: Batch, { chatId, actorId }: Place): Promise<VecheError | null> {
  const entered = await enter(batch, chatId, actorId);
  return entered instanceof VecheError ? entered : mayDo(entered.head, entered.member, 'pinMessages', batch.at);
}

/** Says in the log and in the chat's row how many pins there are now. */
export async function tellPinned(batch: Batch, { chatId, actorId }: Place): Promise<void> {
  const { count, newestId } = await readPinned(batch.tx, chatId);
  await updatePinned(batch.tx, chatId, { count, newestId });
  const pins = newestId === null ? null : { count, newestId };
  batch.append(chatId, actorId, { kind: 'chat.changed', set: { pins } });
}

export const applyPins = oneByOne<Place & { messageId: MessageId; notify: boolean }, { changed: boolean }>(
  async (batch, { chatId, actorId, messageId, notify }) => {
    const place = { chatId, actorId };
    const refusal = (await enterToPin(batch, place)) ?? (await refusedByBlock(batch, place));
    if (refusal !== null) return refusal;
    const [row] = await readKnownMessages(batch.tx, { chatId, accountId: actorId }, [messageId]);
    if (row === undefined || row.deletedAt !== null) return noSuchMessage();
    const seq = (batch.head(chatId)?.lastSeq ?? 0) + 1;
    const pinned = await readPinned(batch.tx, chatId);
    if (!(await insertPin(batch.tx, { chatId, messageId, seq, at: batch.at }))) return { changed: false };
    if (pinned.count >= contract.MAX_PINS) {
      await deletePins(batch.tx, chatId, [messageId]);
      return new VecheError('conflict', `A chat holds up to ${contract.MAX_PINS} pins.`, { field: 'messageId' });
    }
    const told = notify ? { notify: true as const } : {};
    batch.append(chatId, actorId, { kind: 'message.changed', messageId, set: { pinned: true }, ...told });
    await tellPinned(batch, place);
    return { changed: true };
  },
);

/** Without a message: all. */
export const applyUnpins = oneByOne<Place & { messageId?: MessageId }, { count: number }>(
  async (batch, { chatId, actorId, messageId }) => {
    const refusal = await enterToPin(batch, { chatId, actorId });
    if (refusal !== null) return refusal;
    const gone = await deletePins(batch.tx, chatId, messageId === undefined ? 'all' : [messageId]);
    for (const one of gone)
      batch.append(chatId, actorId, { kind: 'message.changed', messageId: one, set: { pinned: null } });
    if (gone.length > 0) await tellPinned(batch, { chatId, actorId });
    return { count: gone.length };
  },
);
