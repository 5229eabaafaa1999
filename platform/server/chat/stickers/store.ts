import type { AccountId, FileId, MediaFile, PackId, StickerPack } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { requestRelease } from '../media/files/store.ts';

interface PackRow {
  packId: PackId;
  ownerId: AccountId;
  title: string;
}

export async function insertPack(tx: Tx, { packId, ownerId, title }: PackRow): Promise<void> {
  await tx`insert into sticker_pack (pack_id, owner_id, title) values (${packId}, ${ownerId}, ${title})`;
}

/** How many packs an account made; no other of its acts adds one until commit. */
export async function countOwnPacks(tx: Tx, ownerId: AccountId): Promise<number> {
  await tx`select pg_advisory_xact_lock(${ownerId})`;
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from sticker_pack where owner_id = ${ownerId}`;
  return row?.count ?? 0;
}

type LockedPack = PackRow & { count: number; lastId: number };

/** The pack with how many stickers it has, and the last one's number, locked until commit; null when there is none. */
export async function lockPack(tx: Tx, packId: PackId): Promise<LockedPack | null> {
  const [row] = await tx<LockedPack[]>`
    select pack_id as "packId", owner_id as "ownerId", title, s.count, s.last as "lastId"
    from sticker_pack p, lateral (
      select count(*)::int as count, coalesce(max(sticker_id), 0)::int as last from sticker s where s.pack_id = p.pack_id) s
    where pack_id = ${packId} for update of p`;
  return row ?? null;
}

/** Whether the account has such a pack. */
export async function renamePack(sql: Queryable, { packId, ownerId, title }: PackRow): Promise<boolean> {
  const rows = await sql`
    update sticker_pack set title = ${title} where pack_id = ${packId} and owner_id = ${ownerId} returning 1`;
  return rows.length > 0;
}

/** Takes a sticker out of a pack; its file goes when no other sticker of the pack shows it. */
export async function deleteSticker(
  tx: Tx,
  { packId, ownerId, stickerId, at }: Pick<PackRow, 'packId' | 'ownerId'> & { stickerId: number; at: Date },
): Promise<boolean> {
  const rows = await tx<{ fileId: FileId | null }[]>`
    delete from sticker where pack_id = ${packId} and sticker_id = ${stickerId} returning (file->>'fileId')::bigint as "fileId"`;
  const fileId = rows[0]?.fileId ?? null;
  if (fileId !== null) {
    const files = await tx<{ accountId: AccountId; fileId: FileId }[]>`
      delete from file_hold where account_id = ${ownerId} and file_id = ${fileId} and holder = ${holderOf(packId)}
        and not exists (select from sticker where pack_id = ${packId} and (file->>'fileId')::bigint = ${fileId})
      returning account_id as "accountId", file_id as "fileId"`;
    await requestRelease(tx, files, at);
  }
  return rows.length > 0;
}

/** Adds a sticker; its file is kept from now on, and readable for everyone. */
export async function insertSticker(
  tx: Tx,
  sticker: { packId: PackId; ownerId: AccountId; stickerId: number; emoji: string; file: MediaFile | null },
): Promise<void> {
  const { packId, ownerId, stickerId, emoji, file } = sticker;
  await tx`insert into sticker (pack_id, sticker_id, emoji, file)
    values (${packId}, ${stickerId}, ${emoji}, ${file === null ? null : tx.json({ ...file })})`;
  if (file === null) return;
  await tx`insert into file_hold (account_id, file_id, holder, profile_id)
    values (${ownerId}, ${file.fileId}, ${holderOf(packId)}, ${ownerId}) on conflict do nothing`;
}

function holderOf(packId: PackId): string {
  return `sticker pack ${packId}`;
}

/** Packs with their stickers, in the order of the ids. */
export async function readPacks(sql: Queryable, packIds: readonly PackId[]): Promise<StickerPack[]> {
  if (packIds.length === 0) return [];
  const rows = await sql<(PackRow & { stickers: { stickerId: number; emoji: string; file: MediaFile | null }[] })[]>`
    select p.pack_id as "packId", p.owner_id as "ownerId", p.title, coalesce((
      select jsonb_agg(jsonb_build_object('stickerId', s.sticker_id, 'emoji', s.emoji, 'file', s.file) order by s.sticker_id)
      from sticker s where s.pack_id = p.pack_id), '[]'::jsonb) as stickers
    from unnest(${plainArray(packIds)}::bigint[]) with ordinality as v (pack_id, place)
    join sticker_pack p on p.pack_id = v.pack_id
    order by v.place`;
  return rows.map(({ stickers, ...pack }) => ({
    ...pack,
    stickers: stickers.map(({ file, ...sticker }) => ({ ...sticker, ...(file && { file }) })),
  }));
}

export interface StickerRow {
  place: number;
  emoji: string;
  file: MediaFile | null;
}

/** Stickers of packs that accounts have installed, by their places in the list. */
export async function readInstalledStickers(
  tx: Tx,
  wanted: readonly { accountId: AccountId; packId: PackId; stickerId: number }[],
): Promise<Map<number, StickerRow>> {
  if (wanted.length === 0) return new Map();
  const rows = await tx<StickerRow[]>`
    select v.place::int as place, s.emoji, s.file
    from unnest(${plainArray(wanted.map((one) => one.accountId))}::bigint[], ${plainArray(wanted.map((one) => one.packId))}::bigint[],
      ${plainArray(wanted.map((one) => one.stickerId))}::bigint[]) with ordinality as v (account_id, pack_id, sticker_id, place)
    join sticker_install i on i.account_id = v.account_id and i.pack_id = v.pack_id
    join sticker s on s.pack_id = v.pack_id and s.sticker_id = v.sticker_id`;
  return new Map(rows.map((row) => [row.place - 1, row]));
}

/** Whether it was not installed before; `full` when the account has as many as it may. */
export async function installPack(
  tx: Tx,
  accountId: AccountId,
  packId: PackId,
  { at, limit }: { at: Date; limit: number },
): Promise<boolean | 'full'> {
  await tx`select pg_advisory_xact_lock(${accountId})`;
  const [row] = await tx<{ count: number; has: boolean }[]>`
    select count(*)::int as count, coalesce(bool_or(pack_id = ${packId}), false) as has
    from sticker_install where account_id = ${accountId}`;
  if (row?.has === true) return false;
  if ((row?.count ?? 0) >= limit) return 'full';
  await tx`insert into sticker_install (account_id, pack_id, at) values (${accountId}, ${packId}, ${at})`;
  return true;
}

export async function uninstallPack(sql: Queryable, accountId: AccountId, packId: PackId): Promise<boolean> {
  const rows = await sql`
    delete from sticker_install where account_id = ${accountId} and pack_id = ${packId} returning 1`;
  return rows.length > 0;
}

/** Installed packs, last installed first. */
export async function readInstalls(
  sql: Queryable,
  query: { accountId: AccountId; before: { at: number; packId: number }; limit: number },
): Promise<{ packId: PackId; at: Date }[]> {
  const { accountId, before, limit } = query;
  return sql<{ packId: PackId; at: Date }[]>`
    select pack_id as "packId", at from sticker_install
    where account_id = ${accountId} and (at, pack_id) < (${new Date(before.at)}, ${before.packId}::bigint)
    order by at desc, pack_id desc limit ${limit}`;
}

/** Own packs after a place, in the order of their ids. */
export async function readOwnPage(
  sql: Queryable,
  { ownerId, after, limit }: { ownerId: AccountId; after: number; limit: number },
): Promise<PackId[]> {
  const rows = await sql<{ packId: PackId }[]>`
    select pack_id as "packId" from sticker_pack
    where owner_id = ${ownerId} and pack_id > ${after}::bigint order by pack_id limit ${limit}`;
  return rows.map((row) => row.packId);
}

export async function readOwnPackIds(sql: Queryable, ownerId: AccountId): Promise<PackId[]> {
  const rows = await sql<{ packId: PackId }[]>`
    select pack_id as "packId" from sticker_pack where owner_id = ${ownerId} order by pack_id`;
  return rows.map((row) => row.packId);
}

/** A pack goes for everyone; messages keep the stickers that were sent. */
export async function deletePack(tx: Tx, { packId, ownerId }: { packId: PackId; ownerId: AccountId }): Promise<void> {
  await tx`delete from sticker where pack_id = ${packId}`;
  await tx`delete from sticker_install where pack_id = ${packId}`;
  await tx`delete from sticker_pack where pack_id = ${packId}`;
  const files = await tx<{ accountId: AccountId; fileId: FileId }[]>`
    delete from file_hold where account_id = ${ownerId} and holder = ${holderOf(packId)}
    returning account_id as "accountId", file_id as "fileId"`;
  await requestRelease(tx, files, new Date());
}
