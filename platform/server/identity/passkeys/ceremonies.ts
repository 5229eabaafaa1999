import { randomBytes } from 'node:crypto';
import {
  type AccountId,
  type PasskeyAssertion,
  type PasskeyAttestation,
  passkeys as contract,
  type SessionId,
  VecheError,
} from '@veche/contract';
import type { Tx } from '../../kernel/database/sql.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { challengeKey, type ChallengeFor, judgeChallenge, sealChallenge } from './challenges.ts';
import { requireRelyingParty } from './relying-party.ts';
import type { PasskeyRow } from './rules.ts';
import { findCredential, spendChallenge, usePasskey } from './store.ts';
import { type NewCredential, readAssertion, readAttestation, wrongPasskey } from './webauthn.ts';

type House = Pick<IdentityDependencies, 'sql' | 'clock' | 'secret' | 'webOrigin'>;

/** Only the session that asked may answer. */
export function boundTo({ accountId, sessionId }: { accountId: AccountId; sessionId: SessionId }): string {
  return `${accountId} ${sessionId}`;
}

export function newChallenge({ clock, secret }: House, purpose: ChallengeFor): string {
  const expiresAt = new Date(clock.now().getTime() + contract.CHALLENGE_SECONDS * 1000);
  return sealChallenge(secret, purpose, { nonce: randomBytes(16), expiresAt });
}

/** Refuses a challenge that was answered before; in the transaction of what the answer is good for. */
type Spend = (tx: Tx) => Promise<void>;

/** Judges the answer of a device that made a key. */
export async function judgeAttestation(
  house: House,
  purpose: ChallengeFor,
  response: PasskeyAttestation,
): Promise<NewCredential & { spend: Spend }> {
  const { isChallengeRight, refuse, spend } = watchChallenge(house, purpose);
  const made = await readAttestation({ party: requireRelyingParty(house.webOrigin), isChallengeRight }, response);
  if (made === null) throw refuse();
  return { ...made, spend };
}

/** Judges the answer of a key that an account may have; `use` writes the use down, or refuses. */
export async function judgeAssertion(
  house: House,
  purpose: ChallengeFor,
  { accountId, response, field }: { accountId: AccountId; response: PasskeyAssertion; field?: string },
): Promise<{ passkey: PasskeyRow; use(tx: Tx): Promise<'used' | 'doubted'>; wrong(): VecheError }> {
  const { isChallengeRight, refuse, spend } = watchChallenge(house, purpose, field);
  const passkey = await findCredential(house.sql, {
    accountId,
    credentialId: Buffer.from(response.rawId, 'base64url'),
  });
  if (passkey === null) throw unknownPasskey(field);
  const read = await readAssertion(
    { party: requireRelyingParty(house.webOrigin), isChallengeRight },
    response,
    passkey,
  );
  if (read === null) throw refuse();
  return {
    passkey,
    wrong: () => wrongPasskey(field),
    async use(tx) {
      await spend(tx);
      const { passkeyId } = passkey;
      const outcome = await usePasskey(tx, { accountId, passkeyId, ...read, at: house.clock.now() });
      if (outcome === 'gone') throw unknownPasskey(field);
      return outcome;
    },
  };
}

/** Judges an answer to `passkeys.beginCheck` of this session; refuses one that does not show the person. */
export async function provePresence(
  house: House,
  person: { accountId: AccountId; sessionId: SessionId },
  response: PasskeyAssertion,
  field?: string,
): Promise<void> {
  const { accountId } = person;
  const purpose = { use: 'check', bound: boundTo(person) } as const;
  const answer = await judgeAssertion(house, purpose, { accountId, response, ...(field !== undefined && { field }) });
  if ((await house.sql.begin((tx) => answer.use(tx))) === 'doubted') throw answer.wrong();
}

export function unknownPasskey(field = 'response'): VecheError {
  return new VecheError('not_found', 'There is no such passkey any more.', { field });
}

/** Remembers what was found about the challenge, because the library answers yes or no. */
function watchChallenge({ clock, secret }: House, purpose: ChallengeFor, field?: string) {
  let seen = '';
  let verdict: ReturnType<typeof judgeChallenge> = 'wrong';
  const tooOld = () =>
    new VecheError('expired', 'This took too long or was done before; begin anew.', { field: field ?? 'response' });
  return {
    isChallengeRight: (challenge: string): boolean => {
      seen = challenge;
      verdict = judgeChallenge(secret, purpose, challenge, clock.now());
      return verdict === 'right';
    },
    refuse: (): VecheError => (verdict === 'expired' ? tooOld() : wrongPasskey(field)),
    spend: async (tx: Tx): Promise<void> => {
      const until = new Date(clock.now().getTime() + contract.CHALLENGE_SECONDS * 1000);
      if (!(await spendChallenge(tx, challengeKey(seen), until))) throw tooOld();
    },
  };
}
