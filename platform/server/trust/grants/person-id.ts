import { createHmac } from 'node:crypto';
import type { AccountId, AppId } from '@veche/contract';
import type { Secrets } from '../../kernel/secrets.ts';

/** Names a person to one app, always alike, and tells two apps nothing that they could compare. */
export function personIdOf(secrets: Secrets, appId: AppId, accountId: AccountId): string {
  const key = secrets.derive('person ids of apps', 32);
  return createHmac('sha256', key).update(`${appId} ${accountId}`).digest('base64url');
}
