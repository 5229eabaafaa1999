import { type AccountId, MAX_ID, type Passkey } from '@veche/contract';

export interface PasskeyRow {
  readonly passkeyId: string;
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: string[];
  readonly name: string;
  readonly isSynced: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly doubtedAt: Date | null;
}

/** A passkey as its owner sees it. */
export function toPasskey(row: Omit<PasskeyRow, 'credentialId' | 'publicKey' | 'counter' | 'transports'>): Passkey {
  const { passkeyId, name, isSynced, createdAt, lastUsedAt, doubtedAt } = row;
  return {
    ...{ passkeyId, name, isSynced, createdAt: createdAt.toISOString() },
    ...(lastUsedAt === null ? {} : { lastUsedAt: lastUsedAt.toISOString() }),
    ...(doubtedAt === null ? {} : { doubtedAt: doubtedAt.toISOString() }),
  };
}

/**
 * What a passkey keeps of whose it is. It brings the account along, so that a key is looked up in one partition and
 * only under its own account: a key id that somebody else claimed opens nothing.
 */
export function userHandleOf(accountId: AccountId): string {
  return Buffer.from(`a${accountId.toString(36)}`).toString('base64url');
}

/** The account of a handle; null when it is none of ours. */
export function accountOfHandle(handle: string): AccountId | null {
  const match = /^a([0-9a-z]{1,11})$/.exec(Buffer.from(handle, 'base64url').toString('latin1'));
  if (match?.[1] === undefined) return null;
  const accountId = Number.parseInt(match[1], 36);
  return accountId >= 1 && accountId <= MAX_ID ? (accountId as AccountId) : null;
}
