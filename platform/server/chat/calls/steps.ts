import {
  type AccountId,
  type CallMedia,
  type CallOutcome,
  type ChatId,
  type ClientId,
  RING_SECONDS,
  type Seq,
  type SessionId,
  UNKEPT_SECONDS,
  VecheError,
} from '@veche/contract';
import { allows } from '../../identity/index.ts';
import { type Batch, repeatedClientId } from '../../kernel/conversation-log/index.ts';
import { enter } from '../chats/appliers.ts';
import { applySends } from '../messages/appliers.ts';
import { sendOperation } from '../messages/draft.ts';
import { spendBudget } from '../standing/standing.ts';
import { inAnotherCall, isNoticed, onlyTwoPeople, ownBlock, secondsOf, stateOf, takesNoCalls } from './rules.ts';
import {
  type CallRow,
  insertCall,
  readCall,
  readCallById,
  readOpenCall,
  readOrdinalOf,
  readPeer,
  takeSeats,
  writeAnswer,
  writeEnd,
} from './store.ts';

/** What a device asks for. The chat is locked in all of these steps, so that the first one decides. */
interface Device {
  readonly accountId: AccountId;
  readonly sessionId: SessionId;
}

/** Begins a call, or answers that of the other, or finds the other in a call. */
export async function start(
  batch: Batch,
  device: Device,
  { chatId, callId, media }: { chatId: ChatId; callId: ClientId; media: CallMedia },
): Promise<CallRow> {
  const { accountId, sessionId } = device;
  const entered = await enter(batch, chatId, accountId);
  if (entered instanceof VecheError) throw entered;
  const before = await readCall(batch.tx, { chatId, callId, accountId });
  if (before !== null && before.callerId === accountId && before.media === media) return before;
  if (before !== null || (await readCallById(batch.tx, chatId, callId)) !== null) throw repeatedClientId();
  const calleeId = await mayCall(batch, { chatId, accountId, isDirect: entered.head.kind === 'direct' });
  const open = await readOpenCall(batch.tx, chatId);
  // Both call each other at the same moment.
  if (open !== null && open.calleeId === accountId && stateOf(open) === 'ringing')
    return answer(batch, open, sessionId);
  const row: CallRow = {
    ...{ chatId, callId, callerId: accountId, calleeId, media, callerSession: sessionId, calleeSession: null },
    ...{ startedAt: batch.at, answeredAt: null, endedAt: null, outcome: null },
    dueAt: after(batch.at, RING_SECONDS),
  };
  const seated = await takeSeats(batch.tx, row);
  if (!seated.has(accountId)) throw inAnotherCall();
  await insertCall(batch.tx, row);
  return seated.has(calleeId) ? row : end(batch, row, 'busy');
}

/** Who is called, when everyone may; spends of the day where the two do not know each other. */
async function mayCall(
  batch: Batch,
  { chatId, accountId, isDirect }: { chatId: ChatId; accountId: AccountId; isDirect: boolean },
): Promise<AccountId> {
  const peer = isDirect ? await readPeer(batch.tx, chatId, accountId) : null;
  if (peer === null || peer.isBot) throw onlyTwoPeople();
  if (peer.isBlocked) throw ownBlock();
  const open = await allows(batch.tx, { ownerIds: [peer.accountId], viewerId: accountId, what: 'calls' });
  if (!open.has(peer.accountId)) throw takesNoCalls();
  await spendBudget(batch.tx, { accountId, kind: 'calls', count: peer.isKnown ? 0 : 1 }, batch.at);
  return peer.accountId;
}

/** The device of the called has the call from now on. */
export async function answer(batch: Batch, row: CallRow, sessionId: SessionId): Promise<CallRow> {
  const dueAt = after(batch.at, UNKEPT_SECONDS);
  const answered: CallRow = { ...row, calleeSession: sessionId, answeredAt: batch.at, dueAt };
  await writeAnswer(batch.tx, answered);
  return answered;
}

/** Ends a call and writes into the log what became of it: news for the called who did not notice it. */
export async function end(batch: Batch, row: CallRow, outcome: CallOutcome, endedAt = batch.at): Promise<CallRow> {
  const { chatId, callId, callerId, calleeId, media } = row;
  const ended: CallRow = { ...row, endedAt, outcome };
  await writeEnd(batch.tx, ended);
  const read = await readOrdinalOf(batch.tx, calleeId, chatId);
  const seconds = secondsOf(row, outcome, endedAt);
  const record = sendOperation(
    { chatId, actorId: callerId, clientId: callId },
    {},
    { call: { media, outcome, seconds } },
  );
  const [sent] = await applySends(batch, [record]);
  // Who has blocked the other meanwhile, or left, gets no record.
  if (sent === undefined || sent instanceof VecheError) return ended;
  const ordinal = batch.head(chatId)?.messageCount ?? 0;
  if (!isNoticed(outcome) || read < ordinal - 1) return ended;
  const { messageId } = sent;
  batch.later(
    (tx) => tx`
      update account_chat set read_seq = ${messageId}, read_ordinal = ${ordinal}
      where account_id = ${calleeId} and chat_id = ${chatId} and read_seq < ${messageId}`,
  );
  batch.appendAccount(calleeId, { kind: 'chat.read', chatId, readSeq: messageId as Seq, unreadCount: 0 });
  return ended;
}

function after(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000);
}
