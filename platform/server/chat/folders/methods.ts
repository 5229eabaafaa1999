import { isDeepStrictEqual } from 'node:util';
import { type AccountId, type Folder, folders } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { implement } from '../../kernel/rpc/handler.ts';
import type { WingPart } from '../../kernel/wing.ts';
import { lockAccount } from '../chat-settings/store.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { chatsNamed, contentOf, noSuchFolder, tooManyFolders } from './rules.ts';
import { deleteFolder, insertFolder, readFolders, readOwnChats, updateFolder, writeOrder } from './store.ts';

const contract = folders.folderMethods;

export function foldersPart({ sql, writer }: ChatDependencies): WingPart {
  /** Changes folders of an account, one call after another. */
  const change = <R>(accountId: AccountId, run: (batch: Batch, held: Folder[]) => Promise<R>): Promise<R> =>
    writer.transact([], async (batch) => {
      await lockAccount(batch.tx, accountId);
      return run(batch, await readFolders(batch.tx, accountId));
    });

  return {
    handlers: [
      implement(contract.list, async ({ caller }) => ({ folders: await readFolders(sql, accountOf(caller)) })),

      implement(contract.create, ({ caller }, input) => {
        const accountId = accountOf(caller);
        return change(accountId, async (batch, held) => {
          if (held.length >= folders.MAX_FOLDERS) throw tooManyFolders();
          const content = contentOf(input, await readOwnChats(batch.tx, accountId, chatsNamed(input)));
          const folder = { ...content, folderId: await nextId(batch, accountId) };
          await insertFolder(batch.tx, accountId, folder.folderId, content);
          batch.appendAccount(accountId, { kind: 'folder.changed', folder });
          return { folder };
        });
      }),

      implement(contract.update, ({ caller }, { folderId, ...input }) => {
        const accountId = accountOf(caller);
        return change(accountId, async (batch, held) => {
          const before = held.find((one) => one.folderId === folderId);
          if (before === undefined) throw noSuchFolder();
          // Chats that the account has left meanwhile may stay where they are.
          const known = await readOwnChats(batch.tx, accountId, chatsNamed(input));
          const folder = { ...contentOf(input, new Set([...known, ...chatsNamed(before)])), folderId };
          if (!isDeepStrictEqual(before, folder)) {
            await updateFolder(batch.tx, accountId, folder);
            batch.appendAccount(accountId, { kind: 'folder.changed', folder });
          }
          return { folder };
        });
      }),

      implement(contract.delete, ({ caller }, { folderId }) => {
        const accountId = accountOf(caller);
        return change(accountId, async (batch) => {
          if (await deleteFolder(batch.tx, accountId, folderId)) {
            batch.appendAccount(accountId, { kind: 'folder.deleted', folderId });
          }
          return {};
        });
      }),

      implement(contract.reorder, ({ caller }, { folderIds }) => {
        const accountId = accountOf(caller);
        return change(accountId, async (batch, held) => {
          const before = held.map((folder) => folder.folderId);
          const unknown = folderIds.findIndex((folderId) => !before.includes(folderId));
          if (unknown >= 0) throw noSuchFolder(`folderIds.${unknown}`);
          const order = [...new Set([...folderIds, ...before])];
          if (!isDeepStrictEqual(order, before)) {
            await writeOrder(batch.tx, accountId, order);
            batch.appendAccount(accountId, { kind: 'folders.reordered', folderIds: order });
          }
          return {};
        });
      }),
    ],
  };
}

/** An id that no folder of the account has now. */
async function nextId(batch: Batch, accountId: AccountId): Promise<number> {
  const rows = await batch.tx<{ next: number }[]>`
    select coalesce(max(folder_id), 0) + 1 as next from folder where account_id = ${accountId}`;
  return rows[0]?.next ?? 1;
}
