import { randomUUID } from 'node:crypto';
import { type AccountId, type Language, passkeys as contract, VecheError } from '@veche/contract';
import type { Tx } from '../../kernel/database/sql.ts';
import { personOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { readOwnAccount } from '../accounts/store.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { requireProofWithPassword } from '../second-factor/prove.ts';
import { tellSecurity } from '../security/tell.ts';
import { describeDevice } from '../sessions/rules.ts';
import { texts } from '../texts.ts';
import { boundTo, judgeAttestation, newChallenge } from './ceremonies.ts';
import { requireRelyingParty } from './relying-party.ts';
import { type PasskeyRow, toPasskey, userHandleOf } from './rules.ts';
import { countPasskeys, deletePasskey, insertPasskey, readPasskeys, renamePasskey } from './store.ts';
import { ALGORITHMS } from './webauthn.ts';

export function passkeyHandlers(dependencies: IdentityDependencies): Handler[] {
  const { sql, writer, clock, webOrigin } = dependencies;
  const timeout = contract.CHALLENGE_SECONDS * 1000;

  return [
    implement(contract.beginRegistration, async (context, { proof }) => {
      const person = personOf(context.caller);
      const { accountId } = person;
      const { id } = requireRelyingParty(webOrigin);
      const own = await requireOwn(dependencies, accountId);
      const held = await readPasskeys(sql, accountId);
      if (held.length >= contract.MAX_PASSKEYS) throw tooMany();
      await requireProofWithPassword(dependencies, { person, context, proof });
      return {
        options: {
          rp: { id, name: texts[own.language].product },
          user: { id: userHandleOf(accountId), name: own.phone ?? own.account.name, displayName: own.account.name },
          challenge: newChallenge(dependencies, { use: 'register', bound: boundTo(person) }),
          pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key' as const, alg })),
          timeout,
          excludeCredentials: held.map(toDescriptor),
          authenticatorSelection: {
            residentKey: 'required' as const,
            requireResidentKey: true as const,
            userVerification: 'required' as const,
          },
          attestation: 'none' as const,
        },
      };
    }),

    implement(contract.finishRegistration, async ({ caller, userAgent }, { response, name }) => {
      const person = personOf(caller);
      const { accountId, sessionId } = person;
      const made = await judgeAttestation(dependencies, { use: 'register', bound: boundTo(person) }, response);
      const device = describeDevice(userAgent);
      const row = await writer.transact([], async (batch) => {
        await made.spend(batch.tx);
        // Held, so that of passkeys made at the same time none is the 21st.
        const { language } = await requireOwn({ sql: batch.tx }, accountId, true);
        if ((await countPasskeys(batch.tx, accountId)) >= contract.MAX_PASSKEYS) throw tooMany();
        const passkey = await insertPasskey(batch.tx, accountId, {
          ...{ ...made, passkeyId: randomUUID(), at: clock.now() },
          name: name ?? nameOf(device, language),
          transports: response.response.transports ?? [],
        });
        if (passkey === null) throw new VecheError('conflict', 'This passkey is there already.', { field: 'response' });
        await tellSecurity(dependencies, batch, {
          accountId,
          what: 'passkeyAdded',
          device,
          exceptSessionId: sessionId,
        });
        return passkey;
      });
      return { passkey: toPasskey(row) };
    }),

    implement(contract.list, async ({ caller }) => {
      const rows = await readPasskeys(sql, personOf(caller).accountId);
      return { passkeys: rows.map(toPasskey) };
    }),

    implement(contract.rename, async ({ caller }, { passkeyId, name }) => {
      const { accountId } = personOf(caller);
      return writer.transact([], async (batch) => {
        const row = await renamePasskey(batch.tx, { accountId, passkeyId, name });
        if (row === null) throw new VecheError('not_found', 'There is no such passkey.', { field: 'passkeyId' });
        await tellSecurity(dependencies, batch, { accountId, what: 'passkeyRenamed', device: '' });
        return { passkey: toPasskey(row) };
      });
    }),

    implement(contract.remove, async ({ caller, userAgent }, { passkeyId }) => {
      const { accountId, sessionId } = personOf(caller);
      return writer.transact([], async (batch) => {
        const changed = await deletePasskey(batch.tx, accountId, passkeyId);
        const device = describeDevice(userAgent);
        if (changed)
          await tellSecurity(dependencies, batch, {
            ...{ accountId, what: 'passkeyRemoved', device, exceptSessionId: sessionId },
          });
        return { changed };
      });
    }),

    implement(contract.beginCheck, async ({ caller }) => {
      const person = personOf(caller);
      const { id } = requireRelyingParty(webOrigin);
      const held = await readPasskeys(sql, person.accountId);
      if (held.length === 0) throw new VecheError('not_found', 'There is no passkey to show.');
      return {
        options: {
          rpId: id,
          challenge: newChallenge(dependencies, { use: 'check', bound: boundTo(person) }),
          timeout,
          userVerification: 'required' as const,
          allowCredentials: held.map(toDescriptor),
        },
      };
    }),
  ];
}

async function requireOwn({ sql }: { sql: Tx | IdentityDependencies['sql'] }, accountId: AccountId, lock = false) {
  const own = await readOwnAccount(sql, accountId, lock);
  if (own === null) throw new VecheError('session_ended', 'This account is no more.');
  return own;
}

function toDescriptor({ credentialId, transports }: PasskeyRow) {
  return { id: credentialId.toString('base64url'), type: 'public-key' as const, transports };
}

function nameOf(device: string, language: Language): string {
  return device === '' ? texts[language].passkey : device;
}

function tooMany(): VecheError {
  return new VecheError('conflict', `There are ${contract.MAX_PASSKEYS} passkeys already; remove one first.`);
}
