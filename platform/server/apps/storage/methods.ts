import { appStorage as contract, MAX_STORED_ITEMS, VecheError } from '@veche/contract';
import type { Sql } from '../../kernel/database/sql.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { countOthers, isApp, putItem, readItems, readKeys, removeItems } from './store.ts';

export function storageHandlers({ sql }: { readonly sql: Sql }): Handler[] {
  return [
    implement(contract.get, async ({ caller }, { appId, keys }) => ({
      values: await readItems(sql, { accountId: accountOf(caller), appId }, keys),
    })),
    implement(contract.listKeys, async ({ caller }, { appId }) => ({
      keys: await readKeys(sql, { accountId: accountOf(caller), appId }),
    })),
    implement(contract.set, async ({ caller }, { appId, key, value }) => {
      const shelf = { accountId: accountOf(caller), appId };
      if (!(await isApp(sql, appId))) {
        throw new VecheError('not_found', 'There is no such mini-app.', { field: 'appId' });
      }
      await sql.begin(async (tx) => {
        if ((await countOthers(tx, shelf, key)) >= MAX_STORED_ITEMS) {
          throw new VecheError('too_large', `An app keeps up to ${MAX_STORED_ITEMS} items for a person.`, {
            field: 'key',
          });
        }
        await putItem(tx, shelf, key, value);
      });
      return {};
    }),
    implement(contract.remove, async ({ caller }, { appId, keys }) => {
      await removeItems(sql, { accountId: accountOf(caller), appId }, keys);
      return {};
    }),
  ];
}
