import { createHmac } from 'node:crypto';
import type { AccountId, AppId } from '@veche/contract';
import type { Secrets } from '../../kernel/secrets.ts';

/** Names a person to one app, always alike, and tells two apps nothing that they could compare. */
export function personIdOf(secrets: Secrets, appId: AppId, accountId: AccountId): string {
  const key = secrets.derive('person ids of apps', 32);
  return createHmac('sha256', key).update(`${appId} ${accountId}`).digest('base64url');
}

/** The same as a number of 52 bits, where launch data has the number of an account. */
export function personNumberOf(secrets: Secrets, appId: AppId, accountId: AccountId): number {
  const bytes = createHmac('sha256', secrets.derive('person numbers of apps', 32))
    .update(`${appId} ${accountId}`)
    .digest();
  // The highest bit is set, so that a number is never 0.
  return Number((bytes.readBigUInt64BE() >> 12n) | (1n << 51n));
}
