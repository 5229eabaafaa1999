import { type PasskeyAssertion, type PasskeyAttestation, VecheError } from '@veche/contract';
import type { RelyingParty } from './relying-party.ts';

/** COSE numbers of the signatures we take: ES256, EdDSA, RS256. */
export const ALGORITHMS = [-7, -8, -257];

/** Loaded with the first passkey: it brings the formats of many makers, and most starts need none. */
const library = () => import('@simplewebauthn/server');

interface Expected {
  readonly party: RelyingParty;
  /** Whether the challenge is right; told once. */
  readonly isChallengeRight: (challenge: string) => boolean;
}

export interface NewCredential {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly isSynced: boolean;
}

/** Reads what a device made, or null when anything about it is not as it must be. */
export async function readAttestation(
  { party, isChallengeRight }: Expected,
  response: PasskeyAttestation,
): Promise<NewCredential | null> {
  const { verifyRegistrationResponse } = await library();
  const { id, rawId, type } = response;
  const { clientDataJSON, attestationObject } = response.response;
  if (!isOwnPage(clientDataJSON)) return null;
  const verified = await orNull(
    verifyRegistrationResponse({
      response: { id, rawId, type, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
      expectedChallenge: isChallengeRight,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  );
  if (verified?.verified !== true) return null;
  const { credential, credentialDeviceType } = verified.registrationInfo;
  return {
    credentialId: Buffer.from(credential.id, 'base64url'),
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    isSynced: credentialDeviceType === 'multiDevice',
  };
}

/** The counter and kind that a known key answered with, or null when anything about the answer is not as it must be. */
export async function readAssertion(
  { party, isChallengeRight }: Expected,
  response: PasskeyAssertion,
  key: { credentialId: Uint8Array; publicKey: Uint8Array },
): Promise<{ counter: number; isSynced: boolean } | null> {
  const { verifyAuthenticationResponse } = await library();
  const { id, rawId, type } = response;
  const { clientDataJSON, authenticatorData, signature } = response.response;
  if (!isOwnPage(clientDataJSON)) return null;
  const verified = await orNull(
    verifyAuthenticationResponse({
      response: {
        ...{ id, rawId, type, clientExtensionResults: {} },
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: isChallengeRight,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: Buffer.from(key.credentialId).toString('base64url'),
        publicKey: new Uint8Array(key.publicKey),
        // Counters are compared where the row is written, so that of two answers at once one comes first.
        counter: 0,
      },
    }),
  );
  if (verified?.verified !== true) return null;
  const { newCounter, credentialDeviceType } = verified.authenticationInfo;
  return { counter: newCounter, isSynced: credentialDeviceType === 'multiDevice' };
}

/** One answer for all that can be wrong; which it was helps only who tries. */
export function wrongPasskey(field = 'response'): VecheError {
  return new VecheError('wrong_code', 'The answer of the passkey is not right.', { field });
}

/** An answer given within a frame of another site is none of ours. */
function isOwnPage(clientDataJSON: string): boolean {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'));
    return typeof data === 'object' && data !== null && (!('crossOrigin' in data) || data.crossOrigin === false);
  } catch {
    return false;
  }
}

/** The library throws for every answer it does not take; its words hold the challenge and are kept nowhere. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch {
    return null;
  }
}
