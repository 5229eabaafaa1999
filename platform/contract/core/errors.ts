import { z } from 'zod';
import { VecheError } from './veche-error.ts';

export { type ErrorDetails, VecheError } from './veche-error.ts';

/** The closed list of error codes. A new code does not compile until it has an HTTP status below. */
export const ErrorCode = z.enum([
  'malformed',
  'invalid_input',
  'unauthenticated',
  'session_ended',
  'forbidden',
  'not_found',
  'unknown_method',
  'conflict',
  'idempotency_conflict',
  'wrong_code',
  'second_factor_required',
  'consent_required',
  'expired',
  'too_large',
  'rate_limited',
  'not_supported',
  'timeout',
  'unavailable',
  'internal',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** HTTP status of each code; the WebSocket carries the code itself. */
export const httpStatus: Record<ErrorCode, number> = {
  malformed: 400,
  invalid_input: 400,
  unauthenticated: 401,
  session_ended: 401,
  forbidden: 403,
  not_found: 404,
  unknown_method: 404,
  conflict: 409,
  idempotency_conflict: 409,
  wrong_code: 403,
  second_factor_required: 403,
  consent_required: 403,
  expired: 410,
  too_large: 413,
  rate_limited: 429,
  not_supported: 501,
  timeout: 504,
  unavailable: 503,
  internal: 500,
};

/** What each code means, in one sentence for the reference page. */
export const errorMeaning: Record<ErrorCode, string> = {
  malformed: 'The body or frame is not JSON of the expected form.',
  invalid_input: 'A field has the wrong type or value; `field` names it.',
  unauthenticated: 'No valid session or token came with the call.',
  session_ended: 'The session expired or was revoked; sign in again.',
  forbidden: 'The caller is known but may not do this.',
  not_found: 'The thing does not exist, or the caller may not know that it does.',
  unknown_method: 'There is no method of this name.',
  conflict: 'The state changed or the name is taken.',
  idempotency_conflict: 'The same client id was used before with another content.',
  wrong_code: 'The code, the password or the answer of the passkey is wrong.',
  second_factor_required: 'The code is right; what `secondFactor` tells of is asked for, too.',
  consent_required: 'The person has not let this app have it: they are to be asked.',
  expired: 'The code, link or launch is too old.',
  too_large: 'The body, text or file is over the stated limit.',
  rate_limited: 'Too many calls; try again after `retryAfterSeconds`.',
  not_supported: 'Known, but not offered here.',
  timeout: 'The other side did not answer in time.',
  unavailable: 'The service is starting, stopping or overloaded.',
  internal: 'Our fault; `requestId` finds it in the log.',
};

/** One wrong place of an input. `field` is a dotted path such as `memberIds.2`. */
export const InputIssue = z.object({ field: z.string(), message: z.string() });
export type InputIssue = z.infer<typeof InputIssue>;

/** How a sign-in goes on after a right code where an additional password is set. */
export const SecondFactorStep = z.object({
  /** For `secondFactor.signIn`; good once. */
  ticket: z.string(),
  expiresInSeconds: z.int(),
  /** What the owner wrote to remember the password by. */
  hint: z.string().optional(),
  hasRecoveryCode: z.boolean(),
  hasPasskey: z.boolean(),
  /** When the password is lifted, if that was asked for. */
  liftsAt: z.iso.datetime().optional(),
});
export type SecondFactorStep = z.infer<typeof SecondFactorStep>;

/** An error as it stands on the wire. */
export const ErrorBody = z.object({
  code: ErrorCode,
  message: z.string(),
  field: z.string().optional(),
  issues: z.array(InputIssue).optional(),
  retryAfterSeconds: z.number().optional(),
  requestId: z.string().optional(),
  /** With `second_factor_required` alone. */
  secondFactor: SecondFactorStep.optional(),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

/** Turns a zod refusal into `invalid_input` that names the first wrong field and lists up to ten. */
export function invalidInput(error: z.ZodError): VecheError {
  const issues = error.issues.slice(0, 10).map((issue) => ({
    field: issueField(issue),
    message: issue.message,
  }));
  const first = issues[0] ?? { field: '', message: 'invalid input' };
  const place = first.field === '' ? 'The input' : first.field;
  return new VecheError('invalid_input', `${place}: ${first.message}`, { field: first.field, issues });
}

function issueField(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys' && issue.keys[0] !== undefined) path.push(issue.keys[0]);
  return path.join('.');
}
