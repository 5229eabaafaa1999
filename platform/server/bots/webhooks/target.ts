import type { AccountId } from '@veche/contract';
import type { Secrets } from '../../kernel/secrets.ts';

/** Where updates go, and what proves that they come from here. */
export interface Target {
  readonly url: string;
  readonly secret: string | null;
  /** What alone is sent, by the names of the form; absent: everything. */
  readonly types?: readonly string[] | undefined;
}

const purpose = (botId: AccountId) => `webhook ${botId}`;

export function sealTarget(secrets: Secrets, botId: AccountId, target: Target): Uint8Array {
  return secrets.seal(Buffer.from(JSON.stringify(target)), purpose(botId));
}

export function openTarget(secrets: Secrets, botId: AccountId, sealed: Uint8Array): Target {
  return JSON.parse(Buffer.from(secrets.open(sealed, purpose(botId))).toString('utf8')) as Target;
}
