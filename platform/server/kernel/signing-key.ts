import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Secrets } from './secrets.ts';

/** Ed25519 private key in PKCS 8 is these bytes and then the 32 of its seed. Source: RFC 8410, section 7. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** An Ed25519 key for one purpose: the same on every node and after every start. */
export function deriveSigningKey(secrets: Secrets, purpose: string): KeyObject {
  const seed = secrets.derive(purpose, 32);
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly alg: 'EdDSA';
  readonly use: 'sig';
  readonly kid: string;
  /** The key itself, base64url. */
  readonly x: string;
}

/** The public half as a JSON Web Key (RFC 8037). */
export function publicKeyOf(signingKey: KeyObject): PublicKey {
  const { x = '' } = createPublicKey(signingKey).export({ format: 'jwk' });
  const kid = createHash('sha256').update(x).digest('hex').slice(0, 16);
  return { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid, x };
}
