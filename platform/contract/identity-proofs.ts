import { z } from 'zod';

const example = (text: string) => ({ examples: [text] });
const Bytes = (most: number) => z.base64url().min(1).max(most);

/** What `navigator.credentials.get` answered, as JSON (WebAuthn Level 3, AuthenticationResponseJSON). */
export const PasskeyAssertion = z
  .object({
    id: Bytes(1400),
    rawId: Bytes(1400),
    type: z.literal('public-key'),
    response: z.object({
      clientDataJSON: Bytes(4000),
      authenticatorData: Bytes(4000),
      signature: Bytes(8000),
      userHandle: Bytes(100).optional(),
    }),
  })
  .meta({
    examples: [
      {
        id: 'a2V5LWlk',
        rawId: 'a2V5LWlk',
        type: 'public-key',
        response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA', userHandle: 'YQ' },
      },
    ],
  });
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;

/** What `navigator.credentials.create` answered, as JSON (WebAuthn Level 3, RegistrationResponseJSON). */
export const PasskeyAttestation = z
  .object({
    id: Bytes(1400),
    rawId: Bytes(1400),
    type: z.literal('public-key'),
    response: z.object({
      clientDataJSON: Bytes(4000),
      attestationObject: Bytes(40_000),
      transports: z
        .array(z.string().regex(/^[a-z-]{1,32}$/))
        .max(10)
        .optional(),
    }),
  })
  .meta({
    examples: [
      {
        id: 'a2V5LWlk',
        rawId: 'a2V5LWlk',
        type: 'public-key',
        response: { clientDataJSON: 'e30', attestationObject: 'AAAA' },
      },
    ],
  });
export type PasskeyAttestation = z.infer<typeof PasskeyAttestation>;

/** An additional password as it is typed to prove something: any text, compared in Unicode form NFC. */
export const TypedPassword = z.string().min(1).max(256).meta(example('correct horse'));

/** A recovery code as it is typed: case, blanks and hyphens do not matter. */
export const TypedRecoveryCode = z.string().min(1).max(64).meta(example('7K3Q-M2ZD-9XWT-4HBN-C6RV'));

/** Shows, beyond the session, that the person is there. */
export const IdentityProof = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('password'), password: TypedPassword }),
  /** Used up by it. */
  z.strictObject({ by: z.literal('recoveryCode'), recoveryCode: TypedRecoveryCode }),
  /** An answer to `passkeys.beginCheck`. */
  z.strictObject({ by: z.literal('passkey'), response: PasskeyAssertion }),
]);
export type IdentityProof = z.infer<typeof IdentityProof>;
