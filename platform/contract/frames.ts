import { z } from 'zod';
import { list } from './chats.ts';
import { ErrorBody } from './core/errors.ts';
import { AccountId, ChatId, Seq, SessionId, Timestamp } from './core/ids.ts';
import { AccountEvent, ChatEvent } from './events.ts';

/** Version of the WebSocket protocol; a client of another one is closed with `unsupportedVersion`. */
export const PROTOCOL_VERSION = 1;

/** A client may send one frame or an array of up to this many. */
export const MAX_FRAMES_PER_MESSAGE = 64;

/** Largest WebSocket message from a client, in bytes. */
export const MAX_SOCKET_MESSAGE_BYTES = 256 * 1024;

/** Frames a client may send: a burst of `burst`, refilled at `perSecond`. Beyond it the socket is closed. */
export const FRAME_BUDGET = { burst: 400, perSecond: 200 };

/** Seconds a client has to say hello. */
export const HELLO_TIMEOUT_SECONDS = 10;

/** Seconds between `beat` frames. */
export const BEAT_SECONDS = 25;

/** Why the server closes a socket. All but `sessionEnded` and `unsupportedVersion` may reconnect with jitter. */
export const closeCodes = {
  malformed: 4400,
  unauthenticated: 4401,
  sessionEnded: 4402,
  helloTimeout: 4408,
  flood: 4429,
  unsupportedVersion: 4426,
  goingAway: 4503,
} as const;

export const HelloFrame = z.strictObject({
  t: z.literal('hello'),
  v: z.int(),
  /** Bearer token; absent when the cookie of the upgrade request signs in. */
  token: z.string().max(200).optional(),
  /** Watermark of the last `ready` or `beat`; absent for a first start. */
  since: Timestamp.optional(),
});

export const CallFrame = z.strictObject({
  t: z.literal('call'),
  /** Chosen by the client; the answer carries it. */
  id: z.union([z.string().max(64), z.int()]),
  method: z.string().max(64),
  input: z.unknown(),
});

export const ClientFrame = z.discriminatedUnion('t', [HelloFrame, CallFrame]);
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
  z.object({ t: z.literal('ok'), id: CallFrame.shape.id, result: z.unknown() }),
  z.object({ t: z.literal('err'), id: CallFrame.shape.id.optional(), error: ErrorBody }),
  z.object({ t: z.literal('ev'), events: z.array(ChatEvent) }),
  z.object({ t: z.literal('state'), events: z.array(AccountEvent) }),
  /** No body: the chat moved on, pull when it matters. */
  z.object({ t: z.literal('nudge'), chatId: ChatId, lastSeq: Seq, messageCount: z.int() }),
  z.object({ t: z.literal('beat'), watermark: Timestamp }),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
