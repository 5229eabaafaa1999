import type { ErrorBody } from '@veche/contract';
import { VecheError } from '@veche/contract/light';

/** Refusals that say nothing about the act: the same may succeed later. */
const passing: ReadonlySet<string> = new Set([
  'unavailable',
  'timeout',
  'rate_limited',
  'internal',
  'unauthenticated',
  'session_ended',
]);

/** The contract's code of whatever was thrown. */
export function codeOf(error: unknown): string {
  return error instanceof VecheError ? error.code : 'internal';
}

/** Whether trying the same again later makes sense. */
export function mayPass(error: unknown): boolean {
  return passing.has(codeOf(error));
}

/** What was thrown, as plain data. */
export function errorBodyOf(error: unknown): ErrorBody {
  return error instanceof VecheError ? error.toBody() : { code: 'internal', message: String(error) };
}
