import { z } from 'zod';
import { Call, CallSignal } from './calls.ts';
import { list } from './chats.ts';
import { ErrorBody } from './core/errors.ts';
import { AccountId, AppId, ChatId, ClientId, MessageId, Seq, SessionId, Timestamp } from './core/ids.ts';
import { AccountEvent, ChatEvent } from './events.ts';
import { ChatAction, MAX_PRESENCES, Presence } from './presence.ts';
import { Position } from './receipts.ts';

export {
  BEAT_SECONDS,
  closeCodes,
  FRAME_BUDGET,
  HELLO_TIMEOUT_SECONDS,
  LARGE_CHAT_MEMBERS,
  MAX_FRAMES_PER_MESSAGE,
  MAX_OPEN_CHATS,
  MAX_SOCKET_MESSAGE_BYTES,
  PROTOCOL_VERSION,
  type Reach,
  reachOf,
  SMALL_CHAT_MEMBERS,
} from './core/protocol.ts';

export const HelloFrame = z.strictObject({
  t: z.literal('hello'),
  v: z.int(),
  /** Bearer token; absent when the cookie of the upgrade request signs in. */
  token: z.string().max(200).optional(),
  /** Watermark of the last `ready` or `beat`; absent for a first start. */
  since: Timestamp.optional(),
});

const FrameId = z.union([z.string().max(64), z.int()]);

export const CallFrame = z.strictObject({
  t: z.literal('call'),
  /** Chosen by the client; the answer carries it. */
  id: FrameId,
  method: z.string().max(64),
  input: z.unknown(),
});

/** With an id the frame is answered by `ok` or `err`; without one only a refusal is told, as an `err` of no id. */
const id = FrameId.optional();

const OpenFrame = z.strictObject({ t: z.literal('open'), id, chatId: ChatId });
const CloseFrame = z.strictObject({ t: z.literal('close'), id, chatId: ChatId });

/** Follows the presence of these accounts, and of no others any more. */
const SubFrame = z.strictObject({ t: z.literal('sub'), id, accountIds: z.array(AccountId).max(MAX_PRESENCES) });
/** Everything of the chat up to a seq has reached this device. */
const GotFrame = z.strictObject({ t: z.literal('got'), id, chatId: ChatId, seq: Seq });
/** What the person is doing, for the others to see. */
const ActionFrame = z.strictObject({
  t: z.literal('eph'),
  id,
  chatId: ChatId,
  kind: ChatAction,
  topicId: MessageId.optional(),
});

export const ClientFrame = z.discriminatedUnion('t', [
  HelloFrame,
  CallFrame,
  OpenFrame,
  CloseFrame,
  SubFrame,
  GotFrame,
  ActionFrame,
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** The first answer: who one is, and the first page of `chats.list`. */
export const ReadyFrame = list.output.extend({
  t: z.literal('ready'),
  accountId: AccountId,
  sessionId: SessionId.optional(),
});
export type ReadyFrame = z.infer<typeof ReadyFrame>;

/** When the connection is lost, reconnect at a random moment within this many milliseconds, or later. */
const Spread = z.int().min(0);

export const ServerFrame = z.discriminatedUnion('t', [
  ReadyFrame,
  z.object({ t: z.literal('ok'), id: FrameId, result: z.unknown() }),
  z.object({ t: z.literal('err'), id, error: ErrorBody }),
  z.object({ t: z.literal('ev'), events: z.array(ChatEvent) }),
  z.object({ t: z.literal('state'), events: z.array(AccountEvent) }),
  /** No body: the chat moved on, pull when it matters. */
  z.object({ t: z.literal('nudge'), chatId: ChatId, lastSeq: Seq, messageCount: z.int() }),
  /** Somebody is doing something in a chat; shown for six seconds. */
  z.object({
    t: z.literal('eph'),
    chatId: ChatId,
    accountId: AccountId,
    kind: ChatAction,
    topicId: MessageId.optional(),
  }),
  z.object({ t: z.literal('presence'), presences: z.array(Presence) }),
  /** Others have come further in a chat that is open. */
  z.object({ t: z.literal('seen'), chatId: ChatId, positions: z.array(Position) }),
  /** A call of the account has begun, was answered, or is over: told to all its devices. */
  z.object({ t: z.literal('ring'), call: Call }),
  /** From the device at the other end of a call that this device has. */
  z.object({ t: z.literal('signal'), chatId: ChatId, callId: ClientId, signal: CallSignal }),
  /**
   * Open windows of a mini-app may have to end: a release was stopped, which is told to those who launched it within
   * the day; or, without `releaseId`, the person removed the app or it was taken out of a chat.
   */
  z.object({ t: z.literal('appStopped'), appId: AppId, releaseId: z.string().optional() }),
  z.object({ t: z.literal('beat'), watermark: Timestamp, spreadMilliseconds: Spread.optional() }),
  /** The server lets go of the socket: come back within this time. */
  z.object({ t: z.literal('retry'), spreadMilliseconds: Spread }),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
