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
