import { type ErrorCode, VecheError } from '@veche/contract';
import { asVecheError } from '../../../kernel/rpc/dispatcher.ts';
import { RequestRefusal } from '../request/refusal.ts';
import { badRequest, DialectError } from './dialect-error.ts';

/** Every code of the contract in the dialect's words, unless a method knows better. */
const answers: Record<ErrorCode, (error: VecheError) => DialectError> = {
  malformed: asBadRequest,
  invalid_input: asBadRequest,
  unauthenticated: () => unauthorized(),
  session_ended: () => unauthorized(),
  forbidden: (error) => new DialectError(403, `Forbidden: ${lowerFirst(error.message)}`),
  not_found: (error) => badRequest(error.field === 'chatId' ? 'chat not found' : 'message not found'),
  unknown_method: () => notFound(),
  conflict: (error) => new DialectError(409, `Conflict: ${lowerFirst(error.message)}`),
  idempotency_conflict: asBadRequest,
  wrong_code: (error) => new DialectError(403, `Forbidden: ${lowerFirst(error.message)}`),
  second_factor_required: (error) => new DialectError(403, `Forbidden: ${lowerFirst(error.message)}`),
  consent_required: (error) => new DialectError(403, `Forbidden: ${lowerFirst(error.message)}`),
  expired: () => badRequest('query is too old and response timeout expired or query ID is invalid'),
  too_large: () => new DialectError(413, 'Request Entity Too Large'),
  rate_limited: ({ retryAfterSeconds = 1 }) => {
    const wait = Math.ceil(retryAfterSeconds);
    return new DialectError(429, `Too Many Requests: retry after ${wait}`, wait);
  },
  not_supported: asBadRequest,
  timeout: () => new DialectError(500, 'Internal Server Error: the other side did not answer in time'),
  unavailable: () => new DialectError(500, 'Internal Server Error: restart'),
  internal: () => new DialectError(500, 'Internal Server Error'),
};

/** What a method says to a refusal by `code` or `code:field`, where libraries know a text of its own. */
type OwnTexts = Readonly<Record<string, string>>;

/** Puts a refusal of the core into the dialect's words. */
export function toDialectError(error: VecheError, own: OwnTexts = {}): DialectError {
  const reason = own[`${error.code}:${error.field}`] ?? own[error.code];
  return reason === undefined ? answers[error.code](error) : badRequest(reason);
}

/** For `catch` of a call: its refusals in these words of the dialect; other errors go on as they are. */
export function refusing(own: OwnTexts): (error: unknown) => never {
  return (error) => {
    throw error instanceof VecheError ? toDialectError(error, own) : error;
  };
}

/** Whatever a call was stopped by, as the dialect answers it. */
export function asDialectError(thrown: unknown): DialectError {
  if (thrown instanceof DialectError) return thrown;
  if (!(thrown instanceof RequestRefusal)) return toDialectError(asVecheError(thrown));
  return thrown.status === 400 ? badRequest(thrown.message) : new DialectError(413, 'Request Entity Too Large');
}

export function unauthorized(): DialectError {
  return new DialectError(401, 'Unauthorized');
}

export function notFound(): DialectError {
  return new DialectError(404, 'Not Found');
}

function asBadRequest(error: VecheError): DialectError {
  return badRequest(lowerFirst(error.message));
}

/** The dialect's texts go on with a small letter; a word in capitals stays. */
function lowerFirst(text: string): string {
  return /^[A-Z][^A-Z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
