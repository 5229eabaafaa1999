import type { IdentityProof, PasskeyAssertion } from '@veche/contract';
import { type Authenticator, type Caller, personOf } from '../kernel/rpc/caller.ts';
import type { CallContext } from '../kernel/rpc/handler.ts';
import type { Wing } from '../kernel/wing.ts';
import { accountHandlers } from './accounts/methods.ts';
import { deletionJob } from './deletion/job.ts';
import { deletionHandlers } from './deletion/methods.ts';
import { demoPeopleHandlers } from './demo-people/methods.ts';
import type { IdentityDependencies } from './dependencies.ts';
import { provePresence } from './passkeys/ceremonies.ts';
import { passkeyHandlers } from './passkeys/methods.ts';
import { passkeySignInHandlers } from './passkeys/sign-in.ts';
import { identityPersonalData } from './personal-data.ts';
import { secondFactorHandlers } from './second-factor/methods.ts';
import { requireProofWithPassword } from './second-factor/prove.ts';
import { secondStepHandlers } from './second-factor/sign-in.ts';
import { createSessionAuthenticator } from './sessions/authenticator.ts';
import { sessionHandlers } from './sessions/methods.ts';
import { signInHandlers } from './sign-in/methods.ts';
import { identityTasks } from './tasks.ts';

export { type Correspondent, readCorrespondents } from './accounts/correspondents.ts';
export { countPhoneLookups, findByPhones } from './accounts/phones.ts';
export { escapeLike, foldName } from './accounts/rules.ts';
export { splitName } from './accounts/split-name.ts';
export { mayTakeUsername } from './accounts/rules.ts';
export { findNamedAccounts, findPublicName, replacePublicName } from './accounts/public-names.ts';
export {
  accountColumns,
  type AccountRow,
  insertAccount,
  type NewAccount,
  readAccounts,
  readOwnAccount,
  toAccount,
} from './accounts/store.ts';
export type { CodeMessage, CodeSender } from './code-sender/code-sender.ts';
export { createHttpCodeSender, type HttpCodeSenderOptions } from './code-sender/http.ts';
export { normalizePhone } from './codes/rules.ts';
export { createTerminalCodeSender } from './code-sender/terminal.ts';
export { type DemoPerson, insertDemoPerson, readDemoPeople } from './demo-people/store.ts';
export type { IdentityDependencies } from './dependencies.ts';
export type { SecurityPush } from './security/tell.ts';
export { allows, allowsEach, lets } from './privacy/allows.ts';

/** Accounts, sign-in and sessions. `authenticate` is for session tokens alone; bots have tokens of their own. */
export function createIdentity(dependencies: IdentityDependencies): Wing &
  Authenticator & {
    /** Refuses without a proof where the caller has an additional password. */
    requireProof(context: CallContext, proof: IdentityProof | undefined): Promise<void>;
    /** Refuses an answer of a passkey that does not show that the caller is there, by the field `response`. */
    requirePasskey(caller: Caller, response: PasskeyAssertion): Promise<void>;
  } {
  const { authenticate, stop } = createSessionAuthenticator(dependencies);
  return {
    name: 'identity',
    handlers: [
      ...signInHandlers(dependencies),
      ...demoPeopleHandlers(dependencies),
      ...accountHandlers(dependencies),
      ...sessionHandlers(dependencies),
      ...passkeyHandlers(dependencies),
      ...passkeySignInHandlers(dependencies),
      ...secondFactorHandlers(dependencies),
      ...secondStepHandlers(dependencies),
      ...deletionHandlers(dependencies),
    ],
    jobs: [deletionJob(dependencies)],
    tasks: identityTasks(dependencies),
    personalData: identityPersonalData(dependencies),
    authenticate,
    requireProof: (context, proof) =>
      requireProofWithPassword(dependencies, { person: personOf(context.caller), context, proof }),
    requirePasskey: (caller, response) => provePresence(dependencies, personOf(caller), response),
    stop: async () => stop(),
  };
}
