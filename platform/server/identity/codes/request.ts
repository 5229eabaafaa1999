import { randomInt } from 'node:crypto';
import { type Language, VecheError } from '@veche/contract';
import { addressKey } from '../../kernel/rpc/address-key.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { texts } from '../texts.ts';
import { addressBudget, CODE_SECONDS, hashCode, normalizePhone, phoneBudget, secondsToWait } from './rules.ts';
import { lockBudget, putCode, spendBudgets } from './store.ts';

/** Makes a code and hands it to the sender. Never looks whether the number has an account. */
export async function requestCode(
  { sql, clock, secret, codeSender, log }: IdentityDependencies,
  request: { phone: string; remoteAddress: string; language: Language },
): Promise<void> {
  const { phone, language } = request;
  const now = clock.now();
  const code = randomInt(1_000_000).toString().padStart(6, '0');
  const phoneKey = `phone:${phone}`;
  const fromKey = `address:${addressKey(request.remoteAddress)}`;
  await sql.begin(async (tx) => {
    // Always the phone first: two requests cannot wait for each other.
    const wait = Math.max(
      secondsToWait(await lockBudget(tx, phoneKey, now), now, phoneBudget),
      secondsToWait(await lockBudget(tx, fromKey, now), now, addressBudget),
    );
    if (wait > 0) {
      throw new VecheError('rate_limited', `Another code can be sent in ${wait} s.`, { retryAfterSeconds: wait });
    }
    await spendBudgets(tx, [phoneKey, fromKey], now);
    const expiresAt = new Date(now.getTime() + CODE_SECONDS * 1000);
    await putCode(tx, { phone, codeHash: hashCode(secret, phone, code), expiresAt });
  });
  // A failed sending counts all the same: a gateway that timed out may still deliver.
  try {
    await codeSender.send({ phone, code, text: texts[language].codeMessage(code) });
  } catch (error) {
    log.error({ reason: reasonOf(error) }, 'a one-time code could not be sent');
    throw error;
  }
}

/** The innermost cause in words: none of them holds the phone or the text, as the error's own fields might. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message;
}

/** The number as E.164, or a refusal that names the field. */
export function requirePhone({ defaultCountry = 'RU' }: IdentityDependencies, text: string): string {
  const phone = normalizePhone(text, defaultCountry);
  if (phone !== null) return phone;
  throw new VecheError('invalid_input', 'phone: must be a phone number with its country code', { field: 'phone' });
}
