import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { PasskeyAssertion, PasskeyAttestation } from '@veche/contract';

/** What a device with passkeys can be made to do otherwise than it should. */
interface Oddities {
  origin?: string;
  rpId?: string;
  /** Whether the person was recognised, by a finger, a face or a PIN. */
  isVerified?: boolean;
  counter?: number;
  crossOrigin?: boolean;
  userHandle?: string;
  type?: string;
}

const b64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();

/** A device that makes and shows passkeys (WebAuthn Level 3), ES256 without attestation. */
export function createAuthenticator(page: { origin: string; rpId: string }) {
  const keys = new Map<string, { privateKey: KeyObject; userHandle: string; counter: number }>();

  const clientData = (type: string, challenge: string, odd: Oddities) =>
    JSON.stringify({
      type: odd.type ?? type,
      challenge,
      origin: odd.origin ?? page.origin,
      crossOrigin: odd.crossOrigin ?? false,
    });
  const head = (flags: number, counter: number, odd: Oddities) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(odd.rpId ?? page.rpId), Buffer.of(flags), count]);
  };
  /** User present, verified, backup eligible and backed up. */
  const flagsOf = (odd: Oddities) => 0x01 | (odd.isVerified === false ? 0 : 0x04) | 0x08 | 0x10;

  return {
    /** Credential ids of the keys it holds. */
    keys: () => [...keys.keys()],
    create(options: { challenge: string; user: { id: string } }, odd: Oddities = {}): PasskeyAttestation {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const id = randomBytes(32);
      // COSE_Key (RFC 9052, section 7): kty EC2, alg ES256, crv P-256, x, y.
      const cose = Buffer.concat([
        Buffer.from('a50102032620012158' + '20', 'hex'),
        Buffer.from(x, 'base64url'),
        Buffer.from('225820', 'hex'),
        Buffer.from(y, 'base64url'),
      ]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.byteLength);
      const authData = Buffer.concat([
        head(flagsOf(odd) | 0x40, odd.counter ?? 0, odd),
        Buffer.alloc(16),
        length,
        id,
        cose,
      ]);
      // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}
      const attestation = Buffer.concat([
        Buffer.from('a3', 'hex'),
        ...[Buffer.from('63', 'hex'), Buffer.from('fmt'), Buffer.from('64', 'hex'), Buffer.from('none')],
        ...[Buffer.from('67', 'hex'), Buffer.from('attStmt'), Buffer.from('a0', 'hex')],
        ...[Buffer.from('68', 'hex'), Buffer.from('authData')],
        Buffer.of(0x58, authData.byteLength),
        authData,
      ]);
      keys.set(b64(id), { privateKey, userHandle: options.user.id, counter: odd.counter ?? 0 });
      return {
        ...{ id: b64(id), rawId: b64(id), type: 'public-key' },
        response: {
          clientDataJSON: b64(clientData('webauthn.create', options.challenge, odd)),
          attestationObject: b64(attestation),
          transports: ['internal'],
        },
      };
    },
    get(
      options: { challenge: string },
      odd: Oddities = {},
      credentialId = [...keys.keys()].at(-1) ?? '',
    ): PasskeyAssertion {
      const key = keys.get(credentialId);
      if (key === undefined) throw new Error('there is no such key');
      key.counter = odd.counter ?? (key.counter === 0 ? 0 : key.counter + 1);
      const client = clientData('webauthn.get', options.challenge, odd);
      const authData = head(flagsOf(odd), key.counter, odd);
      const signature = sign('sha256', Buffer.concat([authData, sha256(client)]), key.privateKey);
      return {
        ...{ id: credentialId, rawId: credentialId, type: 'public-key' },
        response: {
          ...{ clientDataJSON: b64(client), authenticatorData: b64(authData), signature: b64(signature) },
          userHandle: odd.userHandle ?? key.userHandle,
        },
      };
    },
  };
}
