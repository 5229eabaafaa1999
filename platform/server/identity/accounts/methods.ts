import { type Account, identity as contract, VecheError } from '@veche/contract';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { normalizePhone } from '../codes/rules.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { findByName, findByUsername, readVisibleAccounts } from './find.ts';
import { countPhoneLookups, findByPhones } from './phones.ts';
import { replacePublicName } from './public-names.ts';
import { mayTakeUsername, readPeopleQuery } from './rules.ts';
import { type OwnAccount, readOwnAccount, updateAccount } from './store.ts';

export function accountHandlers(dependencies: IdentityDependencies): Handler[] {
  const { sql, writer, clock, tellProfile, defaultCountry = 'RU' } = dependencies;
  return [
    implement(contract.me, async ({ caller }) => {
      const own = known(await readOwnAccount(sql, accountOf(caller)));
      return {
        account: own.account,
        language: own.language,
        ...(own.phone === null ? {} : { phone: own.phone }),
        ...(caller.kind === 'person' ? { sessionId: caller.sessionId } : {}),
      };
    }),

    implement(contract.updateProfile, async ({ caller }, input) => {
      const accountId = accountOf(caller);
      return writer.transact([], async (batch) => {
        const { tx } = batch;
        const own = known(await readOwnAccount(tx, accountId, true));
        const oldUsername = own.account.username ?? null;
        const username = input.username === undefined ? oldUsername : input.username;
        if (username !== null && username !== oldUsername) {
          const refusal = mayTakeUsername(own.account.kind, username);
          if (refusal !== null) throw refusal;
        }
        if (username !== oldUsername && !(await replacePublicName(tx, { accountId }, username))) {
          throw new VecheError('conflict', 'This public name is taken.', { field: 'username' });
        }
        const { name = own.account.name, language = own.language } = input;
        await updateAccount(tx, { accountId, name, username, language });
        if (name !== own.account.name || username !== oldUsername) await tellProfile(batch, accountId);
        const { username: _before, ...face } = own.account;
        const account: Account = { ...face, name, ...(username === null ? {} : { username }) };
        return { account, language };
      });
    }),

    implement(contract.findPeople, async ({ caller }, { query, limit }) => {
      const readerId = accountOf(caller);
      const phone = normalizePhone(query, defaultCountry);
      const { usernamePrefix, nameWords } = readPeopleQuery(query);
      if (phone !== null) await countPhoneLookups(sql, { accountId: readerId, count: 1, now: clock.now() });
      // One more than asked for, because the reader may be among them.
      const [byPhone, byUsername, byName] = await Promise.all([
        phone === null ? [] : findByPhones(sql, readerId, [phone]).then((found) => [...found.values()]),
        usernamePrefix === null ? [] : findByUsername(sql, { readerId, prefix: usernamePrefix, limit: limit + 1 }),
        nameWords.length === 0 ? [] : findByName(sql, { readerId, words: nameWords, limit: limit + 1 }),
      ]);
      const found = new Map<number, Account>();
      for (const account of [...byPhone, ...byUsername, ...byName]) {
        if (account.accountId !== readerId && !found.has(account.accountId)) found.set(account.accountId, account);
      }
      return { accounts: [...found.values()].slice(0, limit) };
    }),

    implement(contract.getAccounts, async ({ caller }, { accountIds }) => ({
      accounts: await readVisibleAccounts(sql, accountOf(caller), accountIds),
    })),
  ];
}

function known(own: OwnAccount | null): OwnAccount {
  if (own === null) throw new VecheError('session_ended', 'This account is no more.');
  return own;
}
