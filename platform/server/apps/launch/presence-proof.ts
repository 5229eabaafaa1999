import { sign } from 'node:crypto';
import type { Secrets } from '../../kernel/secrets.ts';
import { deriveSigningKey } from '../../kernel/signing-key.ts';
import { LAUNCH_SIGNATURE, sortedText } from './launch-data.ts';

export interface PresenceFacts {
  /** Slug of the app. */
  readonly app: string;
  /** The person, to this app alone. */
  readonly personId: string;
  /** One line. */
  readonly challenge: string;
  readonly at: Date;
}

/** Url-encoded pairs with a signature by the launch key over `veche presence 1`, a line break and the sorted pairs. */
export function signPresence(secrets: Secrets, { app, personId, challenge, at }: PresenceFacts): string {
  const pairs: [string, string][] = [
    ['app', app],
    ['person_id', personId],
    ['challenge', challenge],
    ['auth_date', String(Math.floor(at.getTime() / 1000))],
  ];
  const text = Buffer.from(`veche presence 1\n${sortedText(pairs)}`);
  const signature = sign(null, text, deriveSigningKey(secrets, LAUNCH_SIGNATURE)).toString('base64url');
  return new URLSearchParams([...pairs, ['signature', signature]]).toString();
}
