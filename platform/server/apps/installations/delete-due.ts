import type { Sql } from '../../kernel/database/sql.ts';
import { transaction } from '../../kernel/database/transaction.ts';
import { deleteUse } from '../catalogue/store.ts';
import { eraseShelf } from '../storage/store.ts';
import { deleteInstallation, takeDue } from './store.ts';

/** Deletes what removed apps keep for people, once the date that these were told has come. */
export async function deleteDue(sql: Sql, now: Date): Promise<void> {
  const step = () =>
    transaction(sql, async (tx) => {
      const place = await takeDue(tx, now);
      if (place === null) return false;
      await eraseShelf(tx, place);
      await deleteUse(tx, place.accountId, place.appId);
      await deleteInstallation(tx, place);
      return true;
    });
  while (await step());
}
