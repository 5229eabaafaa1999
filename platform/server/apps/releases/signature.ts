import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type ReleaseSignature, releaseText, VecheError } from '@veche/contract';

/** Checks a developer's word for a release. Throws `invalid_input` that names the wrong part. */
export function checkSignature(signed: ReleaseSignature, app: string, releaseId: string): void {
  if (signed.releaseId !== releaseId) {
    throw new VecheError('invalid_input', `What was sent is the release ${releaseId}, and another one was signed.`, {
      field: 'signed.releaseId',
    });
  }
  if (!isSigned(releaseText(app, releaseId), signed)) {
    throw new VecheError('invalid_input', 'The signature is not of this key and this release.', {
      field: 'signed.signature',
    });
  }
}

/** Whether a signature in base64url is of a developer's key and a text. */
export function isSigned(
  text: string,
  { publicKey, signature }: Pick<ReleaseSignature, 'publicKey' | 'signature'>,
): boolean {
  return verify(null, Buffer.from(text), publicKeyOf(publicKey), Buffer.from(signature, 'base64url'));
}

function publicKeyOf(x: string): KeyObject {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  } catch {
    throw new VecheError('invalid_input', 'This is no Ed25519 key.', { field: 'signed.publicKey' });
  }
}

/** The app has a key, and what came is of another or names no other to replace. */
export function anotherKey(field: string): VecheError {
  return new VecheError('conflict', 'Another key signs the releases of this app: name the one to replace.', { field });
}
