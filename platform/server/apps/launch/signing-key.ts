import { createHash, createHmac, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';

/** Ed25519 private key in PKCS 8 is these bytes and then the 32 of its seed. Source: RFC 8410, section 7. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key that signs launch data for third parties: the same on every node and after every start. */
export function deriveSigningKey(serverSecret: Uint8Array): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', serverSecret, '', 'veche launch data signature', 32));
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

/** The public half as a JSON Web Key Set, for `/.well-known/veche-launch-keys.json`. */
export function publicKeySet(signingKey: KeyObject): { keys: object[] } {
  const { x = '' } = createPublicKey(signingKey).export({ format: 'jwk' });
  const kid = createHash('sha256').update(x).digest('hex').slice(0, 16);
  return { keys: [{ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid, x }] };
}

/** Names a chat to one app, always alike, and tells other apps nothing: a signed 64-bit number in digits. */
export function chatInstanceOf(serverSecret: Uint8Array, appId: number, chatId: number): string {
  const key = Buffer.from(hkdfSync('sha256', serverSecret, '', 'veche chat instance', 32));
  return createHmac('sha256', key).update(`${appId} ${chatId}`).digest().readBigInt64BE().toString();
}
