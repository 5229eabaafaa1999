import type { AccountId } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import type { NewCredential } from './webauthn.ts';
import type { PasskeyRow } from './rules.ts';

const columns = (sql: Queryable) => sql`
  passkey_id as "passkeyId", credential_id as "credentialId", public_key as "publicKey", counter, transports, name,
  is_synced as "isSynced", created_at as "createdAt", last_used_at as "lastUsedAt", doubted_at as "doubtedAt"`;

/** Passkeys of an account, newest first. */
export async function readPasskeys(sql: Queryable, accountId: AccountId): Promise<PasskeyRow[]> {
  return sql<PasskeyRow[]>`
    select ${columns(sql)} from passkey where account_id = ${accountId} order by created_at desc, passkey_id`;
}

export async function findCredential(
  sql: Queryable,
  { accountId, credentialId }: { accountId: AccountId; credentialId: Uint8Array },
): Promise<PasskeyRow | null> {
  const rows = await sql<PasskeyRow[]>`
    select ${columns(sql)} from passkey where account_id = ${accountId} and credential_id = ${credentialId}`;
  return rows[0] ?? null;
}

/** Keeps a passkey; null when the account has this key already. */
export async function insertPasskey(
  tx: Tx,
  accountId: AccountId,
  passkey: NewCredential & { passkeyId: string; name: string; transports: string[]; at: Date },
): Promise<PasskeyRow | null> {
  const { passkeyId, credentialId, publicKey, counter, transports, name, isSynced, at } = passkey;
  const rows = await tx<PasskeyRow[]>`
    insert into passkey (account_id, passkey_id, credential_id, public_key, counter, transports, name, is_synced, created_at)
    values (${accountId}, ${passkeyId}, ${credentialId}, ${publicKey}, ${counter}, ${transports}::text[], ${name},
      ${isSynced}, ${at})
    on conflict do nothing returning ${columns(tx)}`;
  return rows[0] ?? null;
}

export async function countPasskeys(sql: Queryable, accountId: AccountId): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from passkey where account_id = ${accountId}`;
  return row?.count ?? 0;
}

export async function renamePasskey(
  tx: Tx,
  { accountId, passkeyId, name }: { accountId: AccountId; passkeyId: string; name: string },
): Promise<PasskeyRow | null> {
  const rows = await tx<PasskeyRow[]>`
    update passkey set name = ${name} where account_id = ${accountId} and passkey_id = ${passkeyId}
    returning ${columns(tx)}`;
  return rows[0] ?? null;
}

export async function deletePasskey(tx: Tx, accountId: AccountId, passkeyId: string): Promise<boolean> {
  const rows = await tx`delete from passkey where account_id = ${accountId} and passkey_id = ${passkeyId} returning 1`;
  return rows.length > 0;
}

/**
 * Writes a use down. A counter that does not grow is that of a copy (WebAuthn Level 3, section 6.1.1), unless the key
 * counts nothing: then the doubt is written down instead. `gone`: there is no such passkey any more.
 */
export async function usePasskey(
  tx: Tx,
  use: { accountId: AccountId; passkeyId: string; counter: number; isSynced: boolean; at: Date },
): Promise<'used' | 'doubted' | 'gone'> {
  const { accountId, passkeyId, counter, isSynced, at } = use;
  const used = await tx`
    update passkey set counter = ${counter}, is_synced = ${isSynced}, last_used_at = ${at}
    where account_id = ${accountId} and passkey_id = ${passkeyId}
      and (counter < ${counter} or (counter = 0 and ${counter}::bigint = 0)) returning 1`;
  if (used.length > 0) return 'used';
  const doubted = await tx`
    update passkey set doubted_at = ${at} where account_id = ${accountId} and passkey_id = ${passkeyId} returning 1`;
  return doubted.length > 0 ? 'doubted' : 'gone';
}

/** Remembers that a challenge was answered; false when it was answered before. */
export async function spendChallenge(tx: Tx, challengeHash: Uint8Array, expiresAt: Date): Promise<boolean> {
  const rows = await tx`
    insert into spent_challenge (challenge_hash, expires_at) values (${challengeHash}, ${expiresAt})
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

/** Forgets challenges that are too old to be taken again. */
export async function purgeChallenges(sql: Queryable, now: Date): Promise<void> {
  await sql`delete from spent_challenge where expires_at <= ${now}`;
}
