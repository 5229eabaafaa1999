import type { AccountId, AppId, apps, Language, Manifest, OrganisationId, ReleaseSignature } from '@veche/contract';
import { faceColumn, type OrganisationFaceRow, toFace } from '../../organisations/index.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import type { DrawnIcon } from '../icons/draw.ts';
import { iconOf } from '../icons/routes.ts';
import type { HashedFile } from './bundle.ts';

/** Makes publishing under one slug serial until the transaction ends. */
export async function lockSlug(tx: Tx, slug: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`app slug ${slug}`}, 0))`;
}

interface Registered {
  appId: AppId;
  organisationId: OrganisationId | null;
  botAccountId: AccountId | null;
}

/** The app that holds a slug, or null. */
export async function findBySlug(sql: Queryable, slug: string): Promise<Registered | null> {
  const rows = await sql<Registered[]>`
    select app_id as "appId", organisation_id as "organisationId", bot_account_id as "botAccountId"
    from app where slug = ${slug}`;
  return rows[0] ?? null;
}

/** Account of a bot by its public name, or null. */
export async function findBotAccount(sql: Queryable, username: string): Promise<AccountId | null> {
  const rows = await sql<{ accountId: AccountId }[]>`
    select account_id as "accountId" from public_name where name_key = ${username.toLowerCase()} and account_id is not null`;
  return rows[0]?.accountId ?? null;
}

/** Gives a registration its slug; under `lockSlug`, with the slug known to be free. False when it has one by now. */
export async function setSlug(tx: Tx, appId: AppId, slug: string): Promise<boolean> {
  const rows = await tx`update app set slug = ${slug} where app_id = ${appId} and slug is null returning 1`;
  return rows.length > 0;
}

export interface Release {
  appId: AppId;
  releaseId: string;
  manifest: Manifest;
  files: readonly HashedFile[];
  icon: DrawnIcon | null;
  signed: ReleaseSignature | undefined;
  publishedBy: AccountId;
  at: Date;
}

/** How many apps without a bot a person owns; nobody registers another until the transaction ends. */
export async function countApps(tx: Tx, ownerId: AccountId): Promise<number> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`apps of ${ownerId}`}, 0))`;
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from app where owner_id = ${ownerId} and organisation_id is null and bot_account_id is null`;
  return row?.count ?? 0;
}

/** What an app keeps of releases beside one. */
export async function readKept(tx: Tx, appId: AppId, releaseId: string): Promise<{ releases: number; bytes: number }> {
  const [row] = await tx<{ releases: number; bytes: number }[]>`
    select count(*)::int as releases, coalesce(sum(size_bytes), 0)::bigint as bytes
    from app_release where app_id = ${appId} and release_id <> ${releaseId}`;
  return row ?? { releases: 0, bytes: 0 };
}

/** Writes a release as a draft, unless the app has the same already; that one takes the signature. */
export async function insertRelease(
  tx: Tx,
  { appId, releaseId, manifest, files, icon, signed, publishedBy, at }: Release,
): Promise<void> {
  const size = files.reduce((sum, { content }) => sum + content.byteLength, 0);
  const added = await tx`
    insert into app_release (app_id, release_id, manifest, size_bytes, published_by, created_at, state, changed_at,
      developer_key, signature, icon_sha256, icon_looks)
    values (${appId}, ${releaseId}, ${tx.json(manifest)}, ${size}, ${publishedBy}, ${at}, 'draft', ${at},
      ${signed?.publicKey ?? null}, ${signed?.signature ?? null}, ${icon?.sha256 ?? null}, ${icon?.looks ?? null})
    on conflict do nothing returning 1`;
  if (added.length === 0) {
    if (signed === undefined) return;
    await tx`
      update app_release set developer_key = ${signed.publicKey}, signature = ${signed.signature}
      where app_id = ${appId} and release_id = ${releaseId}`;
    return;
  }
  if (files.length === 0) return;
  await tx`
    insert into app_file (app_id, release_id, path, sha256, size_bytes, content_type)
    select ${appId}, ${releaseId}, path, sha256, size_bytes, content_type
    from unnest(${files.map(({ path }) => path)}::text[], ${files.map((file) => file.sha256)}::text[],
      ${files.map(({ content }) => content.byteLength)}::int[], ${files.map((file) => file.contentType)}::text[])
      as v (path, sha256, size_bytes, content_type)`;
}

/** Of these files, the first whose path had another content in a release of the app, or null. */
export async function findChangedPath(
  sql: Queryable,
  appId: AppId,
  files: readonly Pick<HashedFile, 'path' | 'sha256'>[],
): Promise<string | null> {
  if (files.length === 0) return null;
  const rows = await sql<{ path: string }[]>`
    select f.path from unnest(${files.map(({ path }) => path)}::text[], ${files.map((file) => file.sha256)}::text[])
      as v (path, sha256)
    join app_file f on f.app_id = ${appId} and f.path = v.path and f.sha256 <> v.sha256 limit 1`;
  return rows[0]?.path ?? null;
}

export interface AppRow {
  appId: AppId;
  botAccountId: AccountId | null;
  slug: string;
  manifest: Manifest;
  /** Of the release on its host; null when there is none. */
  release: string | null;
  updatedAt: Date;
  /** Which owns it; null: a person does. */
  organisation: OrganisationFaceRow | null;
}

/** An app as the manifest of one of its releases tells of it. */
export async function readApp(sql: Queryable, language: Language, appId: AppId, releaseId: string): Promise<apps.App> {
  const [row] = await sql<AppRow[]>`
    select a.app_id as "appId", a.slug, a.bot_account_id as "botAccountId", r.manifest, m.live_release_id as release,
      coalesce(m.updated_at, r.changed_at) as "updatedAt", ${faceColumn(sql, sql`a.organisation_id`)} as organisation
    from app a join app_release r using (app_id) left join mini_app m using (app_id)
    where a.app_id = ${appId} and r.release_id = ${releaseId}`;
  if (row === undefined) throw new Error(`the app ${appId} has no release ${releaseId}`);
  return { ...toApp(row, language), ...iconOf({ slug: row.slug, icons: row.manifest.icons }, releaseId) };
}

/** A row as the contract tells of it, named in a language. */
export function toApp(row: AppRow, language: Language): apps.App {
  const { appId, slug, botAccountId, manifest, release, updatedAt, organisation } = row;
  return {
    appId,
    slug,
    name: manifest.name[language],
    ...(botAccountId !== null && { botId: botAccountId }),
    minimumAge: manifest.minimum_age,
    ...(manifest.description === undefined ? {} : { description: manifest.description[language] }),
    ...(release !== null && { release, ...iconOf({ slug, icons: manifest.icons }, release) }),
    ...(organisation !== null && { organisation: toFace(organisation, language) }),
    updatedAt: updatedAt.toISOString(),
  };
}
