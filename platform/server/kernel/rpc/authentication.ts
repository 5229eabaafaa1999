import { VecheError } from '@veche/contract';
import { addressKey } from './address-key.ts';
import type { Authenticator, Caller } from './caller.ts';
import type { RateLimiter } from './rate-limit.ts';

/** How doors turn a cookie or bearer token into a caller, told where it comes from. */
export interface DoorAuthenticator {
  /** Throws `unauthenticated`, `session_ended`, or `rate_limited` for one wrong token too many. */
  authenticate(token: string, remoteAddress: string): Promise<Caller>;
}

/** Wrong tokens of one address in a minute. */
export const WRONG_TOKENS_A_MINUTE = 60;

/** Bounds the wrong tokens of an address. Who has a right one never waits, whoever else is behind the same address. */
export function limitWrongTokens(authenticator: Authenticator, limiter: RateLimiter): DoorAuthenticator {
  return {
    async authenticate(token, remoteAddress) {
      try {
        return await authenticator.authenticate(token);
      } catch (error) {
        if (!isWrongToken(error)) throw error;
        const wait = limiter.take(addressKey(remoteAddress), 'wrong tokens', WRONG_TOKENS_A_MINUTE);
        if (wait === 0) throw error;
        throw new VecheError('rate_limited', `Too many wrong tokens from here; try again in ${wait} s.`, {
          retryAfterSeconds: wait,
        });
      }
    },
  };
}

function isWrongToken(error: unknown): boolean {
  return error instanceof VecheError && (error.code === 'unauthenticated' || error.code === 'session_ended');
}
