import { type AccountId, type AppId, type Scope, type SessionId, VecheError } from '@veche/contract';

/** Who makes a call, as the doors found out. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'person'; readonly accountId: AccountId; readonly sessionId: SessionId }
  | {
      readonly kind: 'bot';
      readonly accountId: AccountId;
      /** Which of the bot's tokens it came with; absent where the server calls for the bot. */
      readonly tokenGeneration?: number;
    }
  /** The back end of an app that has no bot. */
  | { readonly kind: 'app'; readonly appId: AppId };

export const anonymous: Caller = { kind: 'anonymous' };

/** Bots are told what they may know through their queues, and read no histories. */
const botScopes: ReadonlySet<Scope> = new Set<Scope>([
  'public',
  'profile:read',
  'chats:read',
  'chats:manage',
  'messages:write',
  'media:read',
  'media:write',
  'bot:face',
  'bot:updates',
  'bot:notify',
]);

/** Whether a caller holds a scope. A person holds every right over the own account, but is no bot. */
export function holds(caller: Caller, scope: Scope): boolean {
  switch (caller.kind) {
    case 'anonymous':
      return scope === 'public';
    case 'person':
      return !scope.startsWith('bot:');
    case 'bot':
      return botScopes.has(scope);
    case 'app':
      return scope === 'public' || scope === 'bot:notify';
  }
}

/** The caller's account; `unauthenticated` when there is none. */
export function accountOf(caller: Caller): AccountId {
  if (caller.kind === 'anonymous') throw new VecheError('unauthenticated', 'Sign in first.');
  if (caller.kind === 'app') throw new VecheError('forbidden', 'An app has no account.');
  return caller.accountId;
}

/** The person on a device; `forbidden` when the call is made by anything else. */
export function personOf(caller: Caller): Extract<Caller, { kind: 'person' }> {
  if (caller.kind === 'person') return caller;
  throw new VecheError('forbidden', 'Only a person may do this.');
}

/** Turns a cookie or bearer token into a caller. Throws `unauthenticated` or `session_ended`. */
export interface Authenticator {
  authenticate(token: string): Promise<Caller>;
}
