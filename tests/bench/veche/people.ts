import type { AccountId } from '@veche/contract';
import { insertAccount } from '../../../platform/server/identity/index.ts';
import { openSession } from '../../../platform/server/identity/sessions/open.ts';
import { newId } from '../../../platform/server/kernel/ids.ts';
import type { CallContext } from '../../../platform/server/kernel/rpc/handler.ts';
import type { Sql } from '../../../platform/server/kernel/database/sql.ts';

/** A signed-in person of a bench. */
export interface BenchPerson {
  readonly accountId: AccountId;
  readonly token: string;
}

const PER_TRANSACTION = 500;
const context: CallContext = {
  caller: { kind: 'anonymous' },
  requestId: '',
  remoteAddress: '127.0.0.1',
  userAgent: 'bench',
  signal: new AbortController().signal,
};

/** People with a session each, written as the server writes them, without a code and its limits. */
export async function makePeople(sql: Sql, count: number): Promise<BenchPerson[]> {
  const people: BenchPerson[] = [];
  while (people.length < count) {
    const first = people.length;
    const size = Math.min(PER_TRANSACTION, count - first);
    const made = await sql.begin(async (tx) => {
      const some: BenchPerson[] = [];
      for (let index = 0; index < size; index += 1) {
        const accountId = newId<AccountId>();
        const name = `Участник ${first + index}`;
        await insertAccount(tx, { accountId, kind: 'person', name });
        const account = { accountId, kind: 'person' as const, name };
        const { token } = await openSession(tx, context, { account, device: 'bench', now: new Date() });
        some.push({ accountId, token });
      }
      // Newcomers may add few people a day, and a room is made in one.
      await tx`update account set created_at = created_at - interval '30 days'
        where account_id = any(${some.map(({ accountId }) => accountId)}::bigint[])`;
      return some;
    });
    people.push(...made);
  }
  return people;
}

/** Further sessions of one person, as of so many devices. */
export async function makeSessions(sql: Sql, accountId: AccountId, count: number): Promise<string[]> {
  const account = { accountId, kind: 'person' as const, name: '' };
  const tokens: string[] = [];
  for (let index = 0; index < count; index += 1)
    tokens.push((await openSession(sql, context, { account, device: 'bench', now: new Date() })).token);
  return tokens;
}
