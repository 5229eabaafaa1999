import { z } from 'zod';
import { list } from './chats.ts';
import { ErrorBody } from './core/errors.ts';
import { AccountId, ChatId, Seq, SessionId, Timestamp } from './core/ids.ts';
import { AccountEvent, ChatEvent } from './events.ts';

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

export const OpenFrame = z.strictObject({ t: z.literal('open'), id, chatId: ChatId });
export const CloseFrame = z.strictObject({ t: z.literal('close'), id, chatId: ChatId });

export const ClientFrame = z.discriminatedUnion('t', [HelloFrame, CallFrame, OpenFrame, CloseFrame]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** The first answer: who one is, and the first page of `chats.list`. */
export const ReadyFrame = list.output.extend({
  t: z.literal('ready'),
  accountId: AccountId,
  sessionId: SessionId.optional(),
});
export type ReadyFrame = z.infer<typeof ReadyFrame>;

export const ServerFrame = z.discriminatedUnion('t', [
  ReadyFrame,
  z.object({ t: z.literal('ok'), id: FrameId, result: z.unknown() }),
  z.object({ t: z.literal('err'), id, error: ErrorBody }),
  z.object({ t: z.literal('ev'), events: z.array(ChatEvent) }),
  z.object({ t: z.literal('state'), events: z.array(AccountEvent) }),
  /** No body: the chat moved on, pull when it matters. */
  z.object({ t: z.literal('nudge'), chatId: ChatId, lastSeq: Seq, messageCount: z.int() }),
  z.object({ t: z.literal('beat'), watermark: Timestamp }),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
