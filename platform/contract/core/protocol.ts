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

/** Chats one socket may have open. */
export const MAX_OPEN_CHATS = 100;

/** Chats of up to this many members are pushed whole to every device of a member. */
export const SMALL_CHAT_MEMBERS = 200;

/** Chats of up to this many are pushed whole to who has them open or is mentioned; the others get a nudge. */
export const LARGE_CHAT_MEMBERS = 5_000;

/** How far the events of a chat are pushed: the more members, the fewer of them get more than a nudge. */
export type Reach = 'small' | 'large' | 'wide';

/** The reach of a chat. A channel is wide whatever its size: its readers come to it. */
export function reachOf(kind: 'direct' | 'group' | 'channel', memberCount: number): Reach {
  if (kind === 'channel' || memberCount > LARGE_CHAT_MEMBERS) return 'wide';
  return memberCount > SMALL_CHAT_MEMBERS ? 'large' : 'small';
}

/** Least seconds between two hints of one account about what it does in one chat. */
export const ACTION_EVERY_SECONDS = 3;

/** Seconds a client shows such a hint. */
export const ACTION_SHOWN_SECONDS = 6;

/** Most accounts whose presence one call asks for, and one socket follows. */
export const MAX_PRESENCES = 100;

/** Positions of others are shown in direct chats and in groups of up to this many members. */
export const MAX_SHOWN_POSITIONS = 100;

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
