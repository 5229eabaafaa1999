import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Keeps small secrets unreadable in the database. */
export interface Secrets {
  /** Encrypts; `purpose` is bound to the result and must be the same when opening. */
  seal(plain: Uint8Array, purpose: string): Uint8Array;
  /** A key of its own for a purpose, the same on every node. */
  derive(purpose: string, bytes: number): Uint8Array;
  /** Throws when the value was sealed for another purpose, under another server secret, or was changed. */
  open(sealed: Uint8Array, purpose: string): Uint8Array;
}

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM under a key derived from the server's secret. Layout: version, nonce, tag, content. */
export function createSecrets(serverSecret: Uint8Array): Secrets {
  const key = new Uint8Array(hkdfSync('sha256', serverSecret, '', 'veche sealed values', 32));
  return {
    derive: (purpose, bytes) => new Uint8Array(hkdfSync('sha256', serverSecret, '', `veche ${purpose}`, bytes)),
    seal(plain, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
      const content = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), content]);
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== VERSION || bytes.length < 1 + NONCE_BYTES + TAG_BYTES) throw new Error('not a sealed value');
      const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
      const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose)).setAuthTag(tag);
      return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    },
  };
}
