import { z } from 'zod';
import { defineMethod } from './core/define-method.ts';
import { Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';
import { DeviceName, SignedIn, Transport } from './identity.ts';
import { IdentityProof, TypedPassword, TypedRecoveryCode } from './identity-proofs.ts';

/** Fewest and most characters of an additional password. */
export const MIN_PASSWORD_LENGTH = 8;
export const MAX_PASSWORD_LENGTH = 128;

/** Days between asking to lift a forgotten password and the day it is lifted, when nobody says no. */
export const LIFT_DAYS = 7;

/** How long the step after a right code may take. */
export const TICKET_SECONDS = 10 * 60;

const NewPassword = PlainText.min(MIN_PASSWORD_LENGTH)
  .max(MAX_PASSWORD_LENGTH)
  .meta({ examples: ['correct horse'] });
const Ticket = z
  .string()
  .max(100)
  .meta({ examples: ['1a2b3c.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'] });

/** A forgotten password that is going to be lifted. */
export const PasswordLift = z.object({ askedAt: Timestamp, liftsAt: Timestamp });
export type PasswordLift = z.infer<typeof PasswordLift>;

export const SecondFactor = z.object({
  setAt: Timestamp,
  hint: z.string().optional(),
  /** False after the recovery code was used up. */
  hasRecoveryCode: z.boolean(),
  lift: PasswordLift.optional(),
});
export type SecondFactor = z.infer<typeof SecondFactor>;

export const get = defineMethod({
  name: 'secondFactor.get',
  summary: 'Whether an additional password is asked for after the code from the phone, and whether it is to be lifted.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ secondFactor: SecondFactor.optional() }),
  errors: [],
});

export const set = defineMethod({
  name: 'secondFactor.set',
  summary:
    'Sets or changes the additional password; a change needs a proof. Answers a new recovery code, which is never shown again; an earlier one is worth nothing from then on.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({
    password: NewPassword,
    /** Shown to who has the code from the phone; must not give the password away. */
    hint: PlainText.trim().max(80).optional(),
    proof: IdentityProof.optional(),
  }),
  output: z.object({ secondFactor: SecondFactor, recoveryCode: z.string() }),
  errors: ['wrong_code', 'expired', 'not_found', 'not_supported'],
  perMinute: 20,
});

export const turnOff = defineMethod({
  name: 'secondFactor.turnOff',
  summary: 'Asks for no additional password any more.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ proof: IdentityProof }),
  output: z.object({ changed: z.boolean() }),
  errors: ['wrong_code', 'expired', 'not_found', 'not_supported'],
  perMinute: 20,
});

export const renewRecoveryCode = defineMethod({
  name: 'secondFactor.renewRecoveryCode',
  summary: 'Gives another recovery code in the place of the earlier one.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({ proof: IdentityProof }),
  output: z.object({ recoveryCode: z.string() }),
  errors: ['wrong_code', 'expired', 'not_found', 'not_supported'],
  perMinute: 20,
});

export const cancelLift = defineMethod({
  name: 'secondFactor.cancelLift',
  summary: 'Keeps the additional password that somebody asked to lift.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({}),
  output: z.object({ changed: z.boolean() }),
  errors: [],
});

export const signIn = defineMethod({
  name: 'secondFactor.signIn',
  summary:
    'Finishes a sign-in that a right code began: by the additional password, or by the recovery code, which takes the password off.',
  scope: 'public',
  idempotency: 'once',
  input: z.strictObject({
    /** From the refusal `second_factor_required` of `identity.signIn`; good for one sign-in. */
    ticket: Ticket,
    proof: z.discriminatedUnion('by', [
      z.strictObject({ by: z.literal('password'), password: TypedPassword }),
      z.strictObject({ by: z.literal('recoveryCode'), recoveryCode: TypedRecoveryCode }),
    ]),
    device: DeviceName,
    transport: Transport.default('token'),
  }),
  output: SignedIn,
  errors: ['wrong_code', 'expired'],
  perMinute: 30,
});

export const askLift = defineMethod({
  name: 'secondFactor.askLift',
  summary: `Asks, after a right code, to lift a forgotten password in ${LIFT_DAYS} days. Every device of the account is told and may say no.`,
  scope: 'public',
  idempotency: 'natural',
  input: z.strictObject({ ticket: Ticket }),
  output: z.object({ lift: PasswordLift }),
  errors: ['expired'],
  perMinute: 10,
});

export const secondFactorMethods = { get, set, turnOff, renewRecoveryCode, cancelLift, signIn, askLift };
