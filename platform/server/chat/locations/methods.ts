import { isDeepStrictEqual } from 'node:util';
import {
  type AccountId,
  type ChatId,
  type Location,
  locations as contract,
  type MessageId,
  VecheError,
} from '@veche/contract';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { refusedByBlock } from '../blocks/feature.ts';
import { enter, oneByOne } from '../chats/appliers.ts';
import { mayDo } from '../chats/rules.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { type MessageRow, readMessagesById, toMessage, updateContent } from '../messages/store.ts';
import { liveLocationOf } from './rules.ts';

interface MoveOperation {
  chatId: ChatId;
  actorId: AccountId;
  messageId: MessageId;
  /** Null ends the live location where it is. */
  to: Omit<Location, 'live'> | null;
}

/** Positions replace each other: no mark of an edit, and nothing of the way is kept. */
const applyMoves = oneByOne<MoveOperation, { changed: boolean }>(async (batch, { chatId, actorId, messageId, to }) => {
  const entered = await enter(batch, chatId, actorId);
  if (entered instanceof VecheError) return entered;
  const { head, member } = entered;
  // Ending is always possible.
  const refusal =
    to === null
      ? null
      : (mayDo(head, member, 'sendMessages', batch.at) ?? (await refusedByBlock(batch, { chatId, actorId })));
  if (refusal !== null) return refusal;
  const [row] = await readMessagesById(batch.tx, chatId, [messageId]);
  const location = liveLocationOf(row, actorId, batch.at);
  if (location instanceof VecheError)
    return to === null && location.code === 'conflict' ? { changed: false } : location;
  if (row === undefined) return { changed: false };
  const { live, ...position } = location;
  if (to !== null && isDeepStrictEqual(position, to)) return { changed: false };
  const now = batch.at.toISOString();
  const moved: Location =
    to === null ? { ...position, live: { ...live, until: now } } : { ...to, live: { ...live, movedAt: now } };
  const after: MessageRow = { ...row, body: { ...row.body, location: moved } };
  await updateContent(batch.tx, after);
  batch.append(chatId, actorId, { kind: 'message.edited', message: toMessage(after, []) });
  return { changed: true };
});

export function locationHandlers({ writer }: Pick<ChatDependencies, 'writer'>): Handler[] {
  return [
    implement(contract.move, ({ caller }, { chatId, messageId, ...to }) =>
      writer.submit(applyMoves, { chatId, messageId, actorId: accountOf(caller), to }),
    ),
    implement(contract.stop, ({ caller }, { chatId, messageId }) =>
      writer.submit(applyMoves, { chatId, messageId, actorId: accountOf(caller), to: null }),
    ),
  ];
}
