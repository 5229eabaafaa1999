import { errors } from 'undici';

/** Why a fetch came to nothing. Safe to show: none says more of our network than that it is out of bounds. */
export type FetchFailureReason =
  /** Not an address that may be fetched: scheme, port, credentials, length. */
  | 'bad_url'
  /** The name leads to an address that is not of the public internet. */
  | 'forbidden_address'
  | 'unresolved'
  | 'unreachable'
  /** The whole took too long, or nothing came for too long. */
  | 'timeout'
  | 'too_large'
  | 'too_many_redirects'
  /** Not HTTP, too many headers, an unknown or broken compression. */
  | 'bad_response'
  /** Too many fetches wait for this host. */
  | 'busy'
  /** The caller gave up, or the server stops. */
  | 'stopped';

/** Inside the client only; its callers get the reason as a value. */
export class FetchFailure extends Error {
  readonly reason: FetchFailureReason;

  constructor(reason: FetchFailureReason, message: string = reason, cause?: unknown) {
    super(message, { cause });
    this.name = 'FetchFailure';
    this.reason = reason;
  }
}

const TIMEOUTS = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'];
const BAD_RESPONSES = /^(UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_|Z_|ERR__)/;

/** What went wrong, whatever of the resolver, the socket, HTTP or the decompression said it. */
export function toFailure(error: unknown): FetchFailure {
  if (error instanceof FetchFailure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (TIMEOUTS.includes(code)) return new FetchFailure('timeout', code, error);
  const isGarbled = error instanceof errors.HTTPParserError || BAD_RESPONSES.test(code);
  if (isGarbled) return new FetchFailure('bad_response', code, error);
  return new FetchFailure('unreachable', code === '' ? String(error) : code, error);
}
