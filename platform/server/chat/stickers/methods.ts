import { type AccountId, type PackId, StickerPack, stickers as contract, VecheError } from '@veche/contract';
import { z } from 'zod';
import { requestHashOf } from '../../kernel/conversation-log/index.ts';
import { newId } from '../../kernel/ids.ts';
import type { PersonalData } from '../../kernel/personal-data.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { WingPart } from '../../kernel/wing.ts';
import { claimKey } from '../chats/keyed.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { findOwnFile, toMediaFile } from '../media/files/store.ts';
import { momentOfCursor, pageOf, seqOfCursor } from '../../kernel/paging.ts';
import {
  countOwnPacks,
  deletePack,
  deleteSticker,
  insertPack,
  insertSticker,
  installPack,
  lockPack,
  readInstalls,
  readOwnPackIds,
  readOwnPage,
  readPacks,
  renamePack,
  uninstallPack,
} from './store.ts';

const {
  createPack,
  renamePack: rename,
  deletePack: remove,
  addSticker,
  removeSticker,
  getPack,
  listPacks,
  listOwnPacks,
  install,
  uninstall,
} = contract.stickerMethods;

/** How long a file that was taken out of a pack can be put back. */
const PUT_BACK_MS = 60 * 60 * 1000;

type Dependencies = Pick<ChatDependencies, 'sql' | 'clock'>;

export function stickersPart(dependencies: Dependencies): WingPart {
  return { handlers: stickerHandlers(dependencies), personalData: [stickersData(dependencies)] };
}

function stickerHandlers({ sql, clock }: Dependencies): Handler[] {
  const installing = () => ({ at: clock.now(), limit: contract.MAX_INSTALLED_PACKS });
  return [
    implement(createPack, ({ caller }, { clientId, title }) => {
      const ownerId = accountOf(caller);
      return sql.begin(async (tx) => {
        const packId = newId<PackId>();
        const act = { actorId: ownerId, clientId, method: createPack.name, requestHash: requestHashOf([title]) };
        const before = await claimKey(tx, act, { packId });
        if (before !== null) return before;
        if ((await countOwnPacks(tx, ownerId)) >= contract.MAX_OWN_PACKS) throw full('title', contract.MAX_OWN_PACKS);
        await insertPack(tx, { packId, ownerId, title });
        if ((await installPack(tx, ownerId, packId, installing())) === 'full')
          throw full('title', contract.MAX_INSTALLED_PACKS);
        return { packId };
      });
    }),
    implement(addSticker, async ({ caller }, { clientId, packId, emoji, fileId }) => {
      const ownerId = accountOf(caller);
      return sql.begin(async (tx) => {
        const pack = await lockPack(tx, packId);
        if (pack?.ownerId !== ownerId) throw noSuchPack('There is no such pack of yours.');
        const stickerId = pack.lastId + 1;
        const requestHash = requestHashOf([packId, emoji, fileId]);
        const before = await claimKey(
          tx,
          { actorId: ownerId, clientId, method: addSticker.name, requestHash },
          { stickerId },
        );
        if (before !== null) return before;
        if (pack.count >= contract.MAX_STICKERS) throw full('packId', contract.MAX_STICKERS);
        const file = fileId === undefined ? null : await findOwnFile(tx, ownerId, fileId);
        if (fileId !== undefined && file?.kind !== 'sticker') {
          throw new VecheError('not_found', 'There is no such sticker file of yours.', { field: 'fileId' });
        }
        const shown = file === null ? null : toMediaFile(file);
        await insertSticker(tx, { packId, ownerId, stickerId, emoji, file: shown });
        return { stickerId };
      });
    }),
    implement(rename, async ({ caller }, { packId, title }) => {
      if (!(await renamePack(sql, { packId, ownerId: accountOf(caller), title })))
        throw noSuchPack('There is no such pack of yours.');
      return {};
    }),
    implement(removeSticker, ({ caller }, { packId, stickerId }) =>
      sql.begin(async (tx) => {
        const ownerId = accountOf(caller);
        if ((await lockPack(tx, packId))?.ownerId !== ownerId) throw noSuchPack('There is no such pack of yours.');
        const at = new Date(clock.now().getTime() + PUT_BACK_MS);
        return { changed: await deleteSticker(tx, { packId, ownerId, stickerId, at }) };
      }),
    ),
    implement(remove, ({ caller }, { packId }) =>
      sql.begin(async (tx) => {
        const ownerId = accountOf(caller);
        if ((await lockPack(tx, packId))?.ownerId !== ownerId) return { deleted: false };
        await deletePack(tx, { packId, ownerId });
        return { deleted: true };
      }),
    ),
    implement(listOwnPacks, async ({ caller }, { cursor, limit }) => {
      const query = { ownerId: accountOf(caller), after: seqOfCursor(cursor) ?? 0, limit: limit + 1 };
      const { page, next } = pageOf(await readOwnPage(sql, query), limit, String);
      return { packs: await readPacks(sql, page), ...next };
    }),
    implement(getPack, async ({ caller }, { packId }) => {
      const [[pack], installs] = await Promise.all([
        readPacks(sql, [packId]),
        sql`select 1 from sticker_install where account_id = ${accountOf(caller)} and pack_id = ${packId}`,
      ]);
      if (pack === undefined) throw noSuchPack();
      return { pack, installed: installs.length > 0 };
    }),
    implement(listPacks, async ({ caller }, { cursor, limit }) => {
      const [at = Date.now() + 60_000, packId = Number.MAX_SAFE_INTEGER] = momentOfCursor(cursor, 2) ?? [];
      const query = { accountId: accountOf(caller), before: { at, packId }, limit: limit + 1 };
      const page = await readInstalls(sql, query);
      const { page: installs, next } = pageOf(page, limit, (last) => `${last.at.getTime()}_${last.packId}`);
      return {
        packs: await readPacks(
          sql,
          installs.map((row) => row.packId),
        ),
        ...next,
      };
    }),
    implement(install, ({ caller }, { packId }) =>
      sql.begin(async (tx) => {
        if ((await lockPack(tx, packId)) === null) throw noSuchPack();
        const changed = await installPack(tx, accountOf(caller), packId, installing());
        if (changed === 'full') throw full('packId', contract.MAX_INSTALLED_PACKS);
        return { changed };
      }),
    ),
    implement(uninstall, async ({ caller }, { packId }) => ({
      changed: await uninstallPack(sql, accountOf(caller), packId),
    })),
  ];
}

function stickersData({ sql }: Pick<Dependencies, 'sql'>): PersonalData {
  const ownPacks = async (accountId: AccountId) => readPacks(sql, await readOwnPackIds(sql, accountId));
  return {
    name: 'stickerPacks',
    given: { schema: z.array(StickerPack), read: ownPacks },
    async erase(ownerId) {
      for (const packId of await readOwnPackIds(sql, ownerId)) {
        await sql.begin((tx) => deletePack(tx, { packId, ownerId }));
      }
    },
  };
}

function noSuchPack(message = 'There is no such pack.'): VecheError {
  return new VecheError('not_found', message, { field: 'packId' });
}

function full(field: string, limit: number): VecheError {
  return new VecheError('conflict', `There may be ${limit} at most.`, { field });
}
