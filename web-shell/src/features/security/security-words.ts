import { VecheError } from '@veche/contract/light';
import type { Words } from '../../i18n/words.ts';
import { errorWords } from '../../state/error-words.ts';

/** What is told of a password, a recovery code or a passkey that was refused. */
export function secretWords(words: Words, error: unknown): string {
  if (!(error instanceof VecheError)) return words.t(isBrowsers(error) ? 'security.passkeyFailed' : 'error.internal');
  const { code, field = '' } = error;
  if (field.endsWith('response')) {
    if (code === 'wrong_code' || code === 'expired') return words.t('security.passkeyFailed');
    if (code === 'not_found') return words.t('security.passkeyGone');
  }
  if (code === 'wrong_code')
    return words.t(field.endsWith('recoveryCode') ? 'security.wrongRecovery' : 'security.wrongPassword');
  if (code === 'invalid_input' && field === 'password') return words.t('security.passwordLength');
  if (code === 'invalid_input' && field === 'hint') return words.t('security.hintTells');
  return errorWords(words, error);
}

/** What the browser itself says of a passkey is in its own language, and for those who build pages. */
function isBrowsers(error: unknown): boolean {
  return error instanceof Error && (error.name === 'WebAuthnError' || error instanceof DOMException);
}
