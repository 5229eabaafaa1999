import { z } from 'zod';
import { DisplayName } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { Timestamp } from './core/ids.ts';
import { DeviceName, SignedIn, Transport } from './identity.ts';
import { IdentityProof, PasskeyAssertion, PasskeyAttestation } from './identity-proofs.ts';

/** Passkeys of one person. */
export const MAX_PASSKEYS = 20;

/** How long an answer to a challenge is waited for. */
export const CHALLENGE_SECONDS = 5 * 60;

const PasskeyId = z.uuid();

/** A key that signs its owner in. */
export const Passkey = z.object({
  passkeyId: PasskeyId,
  name: z.string(),
  createdAt: Timestamp,
  lastUsedAt: Timestamp.optional(),
  /** Kept by a password manager for all devices of its owner; otherwise it is bound to one device. */
  isSynced: z.boolean(),
  /** When it last answered as a copy of an older state would; it was refused then. */
  doubtedAt: Timestamp.optional(),
});
export type Passkey = z.infer<typeof Passkey>;

const Descriptor = z.object({
  id: z.string(),
  type: z.literal('public-key'),
  transports: z.array(z.string()).optional(),
});

/** For `navigator.credentials.create` (WebAuthn Level 3, PublicKeyCredentialCreationOptionsJSON). */
const CreationOptions = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.int() })),
  timeout: z.int(),
  excludeCredentials: z.array(Descriptor),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
  attestation: z.literal('none'),
});

/** For `navigator.credentials.get` (WebAuthn Level 3, PublicKeyCredentialRequestOptionsJSON). */
const RequestOptions = z.object({
  rpId: z.string(),
  challenge: z.string(),
  timeout: z.int(),
  userVerification: z.literal('required'),
  allowCredentials: z.array(Descriptor).optional(),
});

export const beginRegistration = defineMethod({
  name: 'passkeys.beginRegistration',
  summary:
    'What a device needs to make a passkey. With an additional password set, a proof is needed: a passkey opens the account without it.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({ proof: IdentityProof.optional() }),
  output: z.object({ options: CreationOptions }),
  errors: ['conflict', 'wrong_code', 'expired', 'not_found', 'not_supported'],
  perMinute: 20,
});

export const finishRegistration = defineMethod({
  name: 'passkeys.finishRegistration',
  summary: 'Keeps a passkey that a device made; each challenge is good once, in the session it was given to.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({ response: PasskeyAttestation, name: DisplayName.optional() }),
  output: z.object({ passkey: Passkey }),
  errors: ['conflict', 'wrong_code', 'expired', 'not_supported'],
  perMinute: 20,
});

export const list = defineMethod({
  name: 'passkeys.list',
  summary: `Own passkeys, newest first; at most ${MAX_PASSKEYS}.`,
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ passkeys: z.array(Passkey) }),
  errors: [],
});

export const rename = defineMethod({
  name: 'passkeys.rename',
  summary: 'Gives an own passkey another name.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ passkeyId: PasskeyId, name: DisplayName }),
  output: z.object({ passkey: Passkey }),
  errors: ['not_found'],
  perMinute: 60,
});

export const remove = defineMethod({
  name: 'passkeys.remove',
  summary: 'Makes an own passkey worth nothing; devices it signed in stay signed in.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ passkeyId: PasskeyId }),
  output: z.object({ changed: z.boolean() }),
  errors: [],
  perMinute: 60,
});

export const beginCheck = defineMethod({
  name: 'passkeys.beginCheck',
  summary: 'What a device needs to show by an own passkey that the person is there, for a proof.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({}),
  output: z.object({ options: RequestOptions }),
  errors: ['not_found', 'not_supported'],
  perMinute: 30,
});

export const beginSignIn = defineMethod({
  name: 'passkeys.beginSignIn',
  summary: 'What a device needs to sign in by whichever passkey it has for this server.',
  scope: 'public',
  idempotency: 'once',
  input: z.strictObject({}),
  output: z.object({ options: RequestOptions }),
  errors: ['not_supported'],
  perMinute: 60,
});

export const signIn = defineMethod({
  name: 'passkeys.signIn',
  summary: 'Exchanges the answer of a passkey for a session. Neither a code nor the additional password is asked for.',
  scope: 'public',
  idempotency: 'once',
  input: z.strictObject({ response: PasskeyAssertion, device: DeviceName, transport: Transport.default('token') }),
  output: SignedIn,
  errors: ['wrong_code', 'expired', 'not_found', 'not_supported'],
  perMinute: 30,
});

export const passkeyMethods = {
  beginRegistration,
  finishRegistration,
  list,
  rename,
  remove,
  beginCheck,
  beginSignIn,
  signIn,
};
