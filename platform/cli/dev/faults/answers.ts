import { httpStatus, VecheError, type WebhookForm } from '@veche/contract';
import type { Fault } from './fault.ts';

type Refusing = Exclude<Fault['kind'], 'slow' | 'duplicateUpdates'>;

const statuses: Record<Refusing, number> = {
  unauthorized: 401,
  forbidden: 403,
  tooManyRequests: 429,
  serverError: 502,
};

const own = {
  unauthorized: ['unauthenticated', 'This token is not valid.'],
  forbidden: ['forbidden', 'You may not do this here.'],
  tooManyRequests: ['rate_limited', 'Too many requests; try again later.'],
  serverError: ['unavailable', 'The server cannot answer now; try again.'],
} as const;

/** The names of the dialect's errors (core.telegram.org/bots/api, "Making requests"). */
const telegram: Record<Refusing, (wait: number) => string> = {
  unauthorized: () => 'Unauthorized',
  forbidden: () => 'Forbidden: bot was blocked by the user',
  tooManyRequests: (wait) => `Too Many Requests: retry after ${wait}`,
  serverError: () => 'Bad Gateway',
};

/** As the dialect's door words them: platform/server/bots/dialects/max/max-error.ts. */
const max = {
  unauthorized: ['verify.token', 'Invalid access_token'],
  forbidden: ['access.denied', 'You may not do this here.'],
  tooManyRequests: ['too.many.requests', 'Too many requests; try again later.'],
  serverError: ['service.unavailable', 'The server cannot answer now; try again.'],
} as const;

/** What a fault answers in place of the server, in the words of the dialect; null for one that refuses nothing. */
export function refusalOf(fault: Fault, dialect: WebhookForm): Response | null {
  const { kind } = fault;
  if (kind === 'slow' || kind === 'duplicateUpdates') return null;
  const wait = kind === 'tooManyRequests' ? fault.retryAfterSeconds : undefined;
  const headers = new Headers(wait === undefined ? [] : [['Retry-After', String(wait)]]);
  if (dialect === 'telegram') {
    const [status, description] = [statuses[kind], telegram[kind](wait ?? 0)];
    const parameters = wait === undefined ? {} : { parameters: { retry_after: wait } };
    return Response.json({ ok: false, error_code: status, description, ...parameters }, { status, headers });
  }
  if (dialect === 'max') {
    const [code, message] = max[kind];
    return Response.json({ code, message }, { status: kind === 'serverError' ? 503 : statuses[kind], headers });
  }
  const [code, message] = own[kind];
  const error = new VecheError(code, message, wait === undefined ? {} : { retryAfterSeconds: wait });
  return Response.json({ error: error.toBody(crypto.randomUUID()) }, { status: httpStatus[code], headers });
}
