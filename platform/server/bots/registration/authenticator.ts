import { type AccountId, VecheError } from '@veche/contract';
import type { Sql } from '../../kernel/database/sql.ts';
import type { Authenticator } from '../../kernel/rpc/caller.ts';
import { readBotToken } from './store.ts';
import { isTokenOf, parseToken } from './token.ts';

/** Tells bots by their tokens `<account id>:<secret>`; session tokens have no colon. */
export function createBotAuthenticator({ sql }: { sql: Sql }): Authenticator {
  return {
    async authenticate(token) {
      const parts = parseToken(token);
      const held = parts === null ? null : await readBotToken(sql, parts.id);
      if (parts === null || held === null || !isTokenOf(held.hash, token)) {
        throw new VecheError('unauthenticated', 'This bot token is not valid.');
      }
      return { kind: 'bot', accountId: parts.id as AccountId, tokenGeneration: held.generation };
    },
  };
}
