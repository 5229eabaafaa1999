import { type AppId, VecheError } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import type { Secrets } from '../../kernel/secrets.ts';
import { hashToken, launchKeyOf } from './token.ts';

/** What the `app` table keeps of a token. */
export interface StoredToken {
  readonly tokenHash: Uint8Array;
  readonly launchKeySealed: Uint8Array;
}

/** Turns a fresh token into what is stored of it for an app. */
export function sealToken(secrets: Secrets, appId: AppId, token: string): StoredToken {
  return { tokenHash: hashToken(token), launchKeySealed: secrets.seal(launchKeyOf(token), purposeOf(appId)) };
}

/** The key that signs an app's launch data; `not_found` when the app has no token. */
export async function readLaunchKey(
  { sql, secrets }: { sql: Queryable; secrets: Secrets },
  appId: AppId,
): Promise<Uint8Array> {
  const rows = await sql<{ sealed: Uint8Array | null }[]>`
    select launch_key_sealed as sealed from app where app_id = ${appId}`;
  const sealed = rows[0]?.sealed ?? null;
  if (sealed === null) throw new VecheError('not_found', 'There is no such app, or it has no token.');
  return secrets.open(sealed, purposeOf(appId));
}

function purposeOf(appId: AppId): string {
  return `launch key of app ${appId}`;
}
