import { type AccountId, type AppId, VecheError } from '@veche/contract';
import type { Sql } from '../../kernel/database/sql.ts';
import type { Authenticator } from '../../kernel/rpc/caller.ts';
import { readAppToken, readBotToken } from './store.ts';
import { isTokenOf, parseToken } from './token.ts';

/** Tells bots by their tokens `<account id>:<secret>`, apps without one by `<app id>:<secret>`; session tokens have no colon. */
export function createBotAuthenticator({ sql }: { sql: Sql }): Authenticator {
  return {
    async authenticate(token) {
      const parts = parseToken(token);
      const held = parts === null ? null : await readBotToken(sql, parts.id);
      if (parts !== null && held === null) {
        const hash = await readAppToken(sql, parts.id);
        if (hash !== null && isTokenOf(hash, token)) return { kind: 'app', appId: parts.id as AppId };
      }
      if (parts === null || held === null || !isTokenOf(held.hash, token)) {
        throw new VecheError('unauthenticated', 'This bot token is not valid.');
      }
      return { kind: 'bot', accountId: parts.id as AccountId, tokenGeneration: held.generation };
    },
  };
}
