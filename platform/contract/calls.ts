import { z } from 'zod';
import { Account } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { ChatId, ClientId, SessionId, Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';

/** A call that nobody answers ends after this long. */
export const RING_SECONDS = 45;
/** How often a page that holds a call says so. */
export const KEEP_EVERY_SECONDS = 15;
/** A call that neither side has kept for this long has ended. */
export const UNKEPT_SECONDS = 60;
/** Longest description of a session (RFC 8866) in UTF-16 units. */
export const MAX_SDP_LENGTH = 64 * 1024;

export const CallMedia = z.enum(['audio', 'video']);
export type CallMedia = z.infer<typeof CallMedia>;

/** `missed`: nobody answered in time. `cancelled`: the caller gave up before. `busy`: the called was in another call. */
export const CallOutcome = z.enum(['answered', 'missed', 'declined', 'busy', 'cancelled']);
export type CallOutcome = z.infer<typeof CallOutcome>;

/** What a message of the platform says of a call that is over; its sender is the caller. */
export const CallRecord = z.object({
  media: CallMedia,
  outcome: CallOutcome,
  /** How long the two talked; 0 unless answered. */
  seconds: z.int().min(0),
});
export type CallRecord = z.infer<typeof CallRecord>;

/** A call as one of the two sees it. */
export const Call = z.object({
  /** Within its chat: the id that the caller gave it. */
  callId: ClientId,
  chatId: ChatId,
  direction: z.enum(['outgoing', 'incoming']),
  peer: Account,
  media: CallMedia,
  state: z.enum(['ringing', 'active', 'ended']),
  startedAt: Timestamp,
  answeredAt: Timestamp.optional(),
  /** The own device that called or answered; the others only show that there is a call. */
  sessionId: SessionId.optional(),
  /** With `ended`. */
  outcome: CallOutcome.optional(),
});
export type Call = z.infer<typeof Call>;

/** Where connections go out from, as `RTCConfiguration` takes it. */
export const IceSettings = z.object({
  iceServers: z.array(
    z.object({ urls: z.array(z.string()), username: z.string().optional(), credential: z.string().optional() }),
  ),
  /** The account shows its address to nobody: everything goes through a relay of the server. */
  relayOnly: z.boolean(),
});
export type IceSettings = z.infer<typeof IceSettings>;

/** Which page of a device speaks: another one begins the connection anew. */
const page = { page: ClientId };

/** What the two devices of a call tell each other to find a way (RFC 8829), and what they send. */
export const CallSignal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready'), ...page }),
  z.strictObject({
    kind: z.literal('description'),
    ...page,
    type: z.enum(['offer', 'answer']),
    sdp: PlainText.min(1).max(MAX_SDP_LENGTH),
  }),
  z.strictObject({
    kind: z.literal('candidate'),
    ...page,
    candidate: PlainText.max(2_000),
    mid: PlainText.max(64).nullable(),
    line: z.int().min(0).max(1_000).nullable(),
  }),
  /** What of the own side is on. */
  z.strictObject({ kind: z.literal('sends'), ...page, microphone: z.boolean(), camera: z.boolean() }),
]);
export type CallSignal = z.infer<typeof CallSignal>;

const place = { chatId: ChatId, callId: ClientId };
const joined = z.object({ call: Call, ice: IceSettings });

const start = defineMethod({
  name: 'calls.start',
  summary:
    'Calls the other person of a direct chat: all their devices ring for 45 seconds. Who is being called by them answers them instead.',
  scope: 'session',
  idempotency: 'key',
  input: z.strictObject({ chatId: ChatId, clientId: ClientId, media: CallMedia }),
  /** The call that is on its way; ended already when the other is in another call. */
  output: joined,
  errors: ['not_found', 'conflict', 'idempotency_conflict', 'not_supported'],
  perMinute: 10,
});

const accept = defineMethod({
  name: 'calls.accept',
  summary: 'Answers a call on this device. The first device to do so has it.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject(place),
  output: joined,
  errors: ['not_found', 'conflict'],
  perMinute: 60,
});

const decline = defineMethod({
  name: 'calls.decline',
  summary: 'Turns a call down for all devices of the called.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject(place),
  output: z.object({ call: Call }),
  errors: ['not_found', 'conflict'],
  perMinute: 60,
});

const end = defineMethod({
  name: 'calls.end',
  summary: 'Hangs up, or gives up calling.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject(place),
  output: z.object({ call: Call }),
  errors: ['not_found'],
  perMinute: 60,
});

const keep = defineMethod({
  name: 'calls.keep',
  summary: 'Says that this device still has the call, every 15 seconds; what both sides leave for a minute ends.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject(place),
  output: z.object({ call: Call }),
  errors: ['not_found'],
  perMinute: 60,
});

const signal = defineMethod({
  name: 'calls.signal',
  summary: 'Tells the device at the other end of an answered call something; nothing of it is kept.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ ...place, signal: CallSignal }),
  output: z.object({}),
  errors: ['not_found', 'conflict'],
  perMinute: 600,
});

const current = defineMethod({
  name: 'calls.current',
  summary: 'The call that the account is in or is being asked into.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ call: Call.optional(), ice: IceSettings.optional() }),
  errors: [],
  perMinute: 120,
});

const getSettings = defineMethod({
  name: 'calls.getSettings',
  summary: 'Whether calls of the account go through a relay, so that the other side does not learn its address.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({}),
  /** "hasRelay": the server has one; without it the setting changes nothing. */
  output: z.object({ hidesAddress: z.boolean(), hasRelay: z.boolean() }),
  errors: [],
});

const setSettings = defineMethod({
  name: 'calls.setSettings',
  summary: 'Sends calls through a relay, or lets them find the shortest way.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ hidesAddress: z.boolean() }),
  output: z.object({ hidesAddress: z.boolean() }),
  errors: [],
  perMinute: 60,
});

export const callMethods = { start, accept, decline, end, keep, signal, current, getSettings, setSettings };
