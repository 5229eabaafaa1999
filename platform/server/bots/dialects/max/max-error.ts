import type { ErrorCode, VecheError } from '@veche/contract';
import type { RequestRefusal } from '../request/refusal.ts';

/** A refusal in the dialect's words: `{code, message}` with a status. */
export class MaxError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, code: string, message: string, retryAfterSeconds?: number) {
    super(message);
    this.name = 'MaxError';
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** 400 that names what is wrong in the request. */
export function badRequest(message: string): MaxError {
  return new MaxError(400, 'proto.payload', message);
}

export function notFound(message: string): MaxError {
  return new MaxError(404, 'not.found', message);
}

export function notAllowed(message: string): MaxError {
  return new MaxError(405, 'method.not.allowed', message);
}

/** What the dialect knows and this server has not. */
export function notSupported(what: string): MaxError {
  return new MaxError(400, 'not.supported', `${what} not supported here`);
}

export function tooMany(message: string, retryAfterSeconds: number): MaxError {
  return new MaxError(429, 'too.many.requests', message, retryAfterSeconds);
}

export function wrongToken(): MaxError {
  return new MaxError(401, 'verify.token', 'Invalid access_token');
}

type Answer = readonly [status: number, code: string];

/** Every code of the contract in the dialect's words. */
const answers: Record<ErrorCode, Answer> = {
  malformed: [400, 'proto.payload'],
  invalid_input: [400, 'proto.payload'],
  unauthenticated: [401, 'verify.token'],
  session_ended: [401, 'verify.token'],
  forbidden: [403, 'access.denied'],
  not_found: [404, 'not.found'],
  unknown_method: [404, 'not.found'],
  conflict: [400, 'conflict'],
  idempotency_conflict: [400, 'conflict'],
  wrong_code: [403, 'access.denied'],
  second_factor_required: [403, 'access.denied'],
  consent_required: [403, 'access.denied'],
  expired: [404, 'not.found'],
  too_large: [400, 'too.large'],
  rate_limited: [429, 'too.many.requests'],
  not_supported: [400, 'not.supported'],
  timeout: [503, 'service.unavailable'],
  unavailable: [503, 'service.unavailable'],
  internal: [500, 'internal.error'],
};

/** Puts a refusal of the core into the dialect's words. */
export function toMaxError(error: VecheError): MaxError {
  if (error.code === 'unauthenticated' || error.code === 'session_ended') return wrongToken();
  const [status, code] = answers[error.code];
  const isOfChat = status === 403 && error.field === 'chatId';
  const wait = error.retryAfterSeconds === undefined ? undefined : Math.ceil(error.retryAfterSeconds);
  return new MaxError(status, isOfChat ? 'chat.denied' : code, error.message, wait);
}

/** The same of a request that cannot be read. */
export function asMaxError({ status, message }: RequestRefusal): MaxError {
  return status === 400 ? badRequest(message) : new MaxError(400, 'too.large', message);
}
