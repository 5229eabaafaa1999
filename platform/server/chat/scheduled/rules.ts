import { scheduled as contract, VecheError } from '@veche/contract';

const DAY_MS = 24 * 3600 * 1000;

/** A time at which a message may be sent; refused when it has passed or is too far ahead. */
export function dueTime(at: string, now: Date): Date {
  const due = new Date(at);
  if (due <= now) throw new VecheError('invalid_input', 'at: must be a time to come', { field: 'at' });
  if (due.getTime() - now.getTime() > contract.MAX_DAYS_AHEAD * DAY_MS) {
    throw new VecheError('invalid_input', `at: must be within ${contract.MAX_DAYS_AHEAD} days`, { field: 'at' });
  }
  return due;
}

export function tooMany(): VecheError {
  return new VecheError('conflict', `Up to ${contract.MAX_SCHEDULED} messages can wait in a chat.`, {
    field: 'chatId',
  });
}

export function noSuchScheduled(): VecheError {
  return new VecheError('not_found', 'There is no such message that waits.', { field: 'scheduledId' });
}

/** What is done about a refusal when a message is due: limits are waited out, the rest is for the sender to see. */
export function afterRefusal(error: VecheError, now: Date): { postponeTo: Date } | { failure: VecheError['code'] } {
  if (error.code !== 'rate_limited' && error.code !== 'unavailable') return { failure: error.code };
  return { postponeTo: new Date(now.getTime() + (error.retryAfterSeconds ?? 5) * 1000) };
}
