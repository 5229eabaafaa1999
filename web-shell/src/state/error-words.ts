import { VecheError } from '@veche/contract/light';
import type { MessageKey, Words } from '../i18n/words.ts';

const byField: Readonly<Record<string, MessageKey>> = {
  phone: 'error.phone',
  name: 'error.name',
  username: 'error.username',
  title: 'error.title',
  code: 'error.wrongCode',
};

const byCode: Readonly<Record<string, MessageKey>> = {
  timeout: 'error.offline',
  unavailable: 'error.offline',
  wrong_code: 'error.wrongCode',
  expired: 'error.expired',
  forbidden: 'error.forbidden',
  not_found: 'error.notFound',
  too_large: 'error.tooLarge',
  conflict: 'error.conflict',
  unauthenticated: 'error.sessionEnded',
  session_ended: 'error.sessionEnded',
};

/** A longer wait is told by its end. */
const MOST_SECONDS = 120;

/** Says what happened and what to do, whatever was thrown. */
export function errorWords(words: Words, error: unknown): string {
  if (!(error instanceof VecheError)) return words.t('error.internal');
  if (error.code === 'rate_limited') {
    const seconds = Math.ceil(error.retryAfterSeconds ?? 60);
    if (seconds <= MOST_SECONDS) return words.t('error.rateLimited', { count: seconds });
    return words.t('error.rateLimitedUntil', {
      at: words.dates.full(new Date(Date.now() + seconds * 1000).toISOString()),
    });
  }
  const field = error.code === 'invalid_input' ? byField[error.field ?? ''] : undefined;
  return words.t(field ?? byCode[error.code] ?? 'error.internal');
}

/** Words for the code that a failed message keeps. */
export function codeWords(words: Words, code: string | undefined): string {
  return words.t(byCode[code ?? ''] ?? 'error.internal');
}
