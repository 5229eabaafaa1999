import { z } from 'zod';
import { challengeText } from './core/bridge-protocol.ts';
import { defineMethod } from './core/define-method.ts';
import { PlainText } from './core/text.ts';
import { PasskeyAssertion } from './identity-proofs.ts';

const confirmPresence = defineMethod({
  name: 'people.confirmPresence',
  summary:
    'Signs for the app of a launch that the person was there: they showed an own passkey, whose device had recognised them. Bound to the app, the person, the challenge and the moment.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({
    launchId: z.string().min(1).max(64),
    /** What the person was shown. */
    challenge: PlainText.regex(challengeText),
    /** An answer to `passkeys.beginCheck`. */
    response: PasskeyAssertion,
  }),
  output: z.object({
    /** Url-encoded pairs `app`, `person_id`, `challenge`, `auth_date` and `signature`: Ed25519 by the launch key. */
    proof: z.string(),
  }),
  errors: ['not_found', 'expired', 'wrong_code', 'not_supported'],
  perMinute: 30,
});

export const presenceProofMethods = { confirmPresence };
