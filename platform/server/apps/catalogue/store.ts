import type { AccountId, AppCategory, AppId, CatalogueApp, Language, OrganisationFace } from '@veche/contract';
import { catalogue as contract } from '@veche/contract';
import { faceColumn, type OrganisationFaceRow, toFace } from '../../organisations/index.ts';
import type { Queryable, Sql, Tx } from '../../kernel/database/sql.ts';
import { type AppRow, toApp } from '../registry/store.ts';

interface CatalogueRow extends AppRow {
  monthlyPeople: number;
  starSum: number;
  starCount: number;
  ownStars: number | null;
  category: AppCategory;
}

const columns = (sql: Queryable) => sql`
  a.app_id as "appId", a.slug, a.bot_account_id as "botAccountId", r.manifest, m.live_release_id as release,
  m.updated_at as "updatedAt", coalesce(s.monthly_people, 0) as "monthlyPeople", coalesce(s.star_sum, 0) as "starSum",
  coalesce(s.star_count, 0) as "starCount", u.stars as "ownStars",
  coalesce(r.manifest->>'category', 'other') as category, ${faceColumn(sql, sql`a.organisation_id`)} as organisation`;

const tables = (sql: Queryable) => sql`
  mini_app m join app a using (app_id)
  join app_release r on r.app_id = m.app_id and r.release_id = m.live_release_id and r.state = 'live'
  left join app_standing s on s.app_id = m.app_id`;

export interface CatalogueSearch {
  readonly readerId: AccountId;
  readonly language: Language;
  /** As `splitWords` folds them. */
  readonly words: readonly string[];
  readonly category: AppCategory | undefined;
  /** Apps of verified organisations of this kind alone. */
  readonly ownedBy: 'agency' | 'school' | undefined;
  /** By slug or number. */
  readonly app: string | AppId | undefined;
  readonly skip: number;
  readonly limit: number;
}

/** Live apps in the order that `catalogue.search` promises. */
export async function searchCatalogue(
  sql: Queryable,
  { readerId, language, words, category, ownedBy, app, skip, limit }: CatalogueSearch,
): Promise<CatalogueApp[]> {
  const rows = await sql<CatalogueRow[]>`
    select ${columns(sql)} from ${tables(sql)}
    left join app_use u on u.account_id = ${readerId} and u.app_id = m.app_id
    cross join lateral (select
      translate(lower(concat_ws(E'\n', r.manifest->'name'->>'ru', r.manifest->'name'->>'en', a.slug)), 'ё', 'е') as name,
      translate(lower(concat_ws(E'\n', r.manifest->'description'->>'ru', r.manifest->'description'->>'en')), 'ё', 'е') as about
    ) t
    where r.manifest->'entry_points' ? 'catalogue' and ${category === undefined ? sql`true` : sql`coalesce(r.manifest->>'category', 'other') = ${category}`}
      and ${
        ownedBy === undefined
          ? sql`true`
          : sql`exists (select from organisation o where o.organisation_id = a.organisation_id and o.kind = ${ownedBy}
              and o.verification = 'verified')`
      }
      and ${app === undefined ? sql`true` : typeof app === 'string' ? sql`a.slug = ${app}` : sql`a.app_id = ${app}`}
      and not exists (select from unnest(${words}::text[]) w
        where position(w in t.name) = 0 and position(w in t.about) = 0)
    order by
      exists (select from unnest(string_to_array(t.name, E'\n')) one where starts_with(one, ${words.join(' ')})) desc,
      not exists (select from unnest(${words}::text[]) w where position(w in t.name) = 0) desc,
      (coalesce(s.star_sum, 0) + 35.0) / (coalesce(s.star_count, 0) + 10) * ln(2 + coalesce(s.monthly_people, 0)) desc,
      m.app_id
    offset ${skip} limit ${limit}`;
  return rows.map((row) => toCatalogueApp(row, language));
}

/** What somebody opened, last used first. */
export async function readRecent(sql: Queryable, readerId: AccountId, language: Language): Promise<CatalogueApp[]> {
  const rows = await sql<CatalogueRow[]>`
    select ${columns(sql)} from app_use u join ${tables(sql)} on m.app_id = u.app_id
    where u.account_id = ${readerId} and not exists (select from app_installation i
      where i.account_id = u.account_id and i.app_id = u.app_id and i.delete_at is not null)
    order by u.last_at desc limit ${contract.MAX_RECENT_APPS}`;
  return rows.map((row) => toCatalogueApp(row, language));
}

/** What the organisations of somebody have installed, by the names of both. */
export async function readFromOrganisations(
  sql: Queryable,
  readerId: AccountId,
  language: Language,
): Promise<{ organisation: OrganisationFace; apps: CatalogueApp[] }[]> {
  const rows = await sql<(CatalogueRow & { installedBy: OrganisationFaceRow })[]>`
    select ${columns(sql)}, ${faceColumn(sql, sql`place.organisation_id`)} as "installedBy"
    from organisation_member place join organisation_app i using (organisation_id)
    join (${tables(sql)}) on m.app_id = i.app_id
    left join app_use u on u.account_id = ${readerId} and u.app_id = m.app_id
    where place.account_id = ${readerId} and place.joined_at is not null
      and r.manifest->'entry_points' ? 'catalogue'
    order by place.organisation_id, r.manifest->'name'->>${language}, m.app_id`;
  const byId = new Map<number, { organisation: OrganisationFace; apps: CatalogueApp[] }>();
  for (const { installedBy, ...row } of rows) {
    const of = byId.get(installedBy.organisationId) ?? { organisation: toFace(installedBy, language), apps: [] };
    byId.set(installedBy.organisationId, { ...of, apps: [...of.apps, toCatalogueApp(row, language)] });
  }
  return [...byId.values()].sort((one, other) => one.organisation.name.localeCompare(other.organisation.name));
}

function toCatalogueApp(row: CatalogueRow, language: Language): CatalogueApp {
  const { starSum, starCount, ownStars, monthlyPeople, category } = row;
  const average = Math.round((starSum / starCount) * 10) / 10;
  return {
    ...toApp(row, language),
    category,
    monthlyPeople,
    ...(starCount >= contract.MIN_RATINGS_SHOWN && { rating: { average, count: starCount } }),
    ...(ownStars !== null && { ownStars }),
  };
}

/** Notes that somebody opens an app. */
export async function noteUse(sql: Queryable, accountId: AccountId, appId: AppId, at: Date): Promise<void> {
  await sql`
    insert into app_use (account_id, app_id, first_at, last_at) values (${accountId}, ${appId}, ${at}, ${at})
    on conflict (account_id, app_id) do update set last_at = excluded.last_at`;
}

/** Whether somebody opened an app. */
export async function hasUsed(sql: Queryable, accountId: AccountId, appId: AppId): Promise<boolean> {
  return (await sql`select 1 from app_use where account_id = ${accountId} and app_id = ${appId}`).length > 0;
}

/** Sets the stars of who opened an app. Answers whether they are others than before. */
export async function setStars(tx: Tx, accountId: AccountId, appId: AppId, stars: number | null): Promise<boolean> {
  const [before] = await tx<{ stars: number | null }[]>`
    select stars from app_use where account_id = ${accountId} and app_id = ${appId} for update`;
  if (before === undefined || before.stars === stars) return false;
  await tx`update app_use set stars = ${stars} where account_id = ${accountId} and app_id = ${appId}`;
  await addStars(tx, appId, before.stars, stars);
  return true;
}

/** Forgets that somebody opened an app, with the stars. */
export async function deleteUse(tx: Tx, accountId: AccountId, appId: AppId): Promise<boolean> {
  const [gone] = await tx<{ stars: number | null }[]>`
    delete from app_use where account_id = ${accountId} and app_id = ${appId} returning stars`;
  if (gone === undefined) return false;
  await addStars(tx, appId, gone.stars, null);
  return true;
}

/** Takes stars away and adds others; none are null. */
async function addStars(tx: Tx, appId: AppId, before: number | null, after: number | null): Promise<void> {
  const sum = (after ?? 0) - (before ?? 0);
  const count = Number(after !== null) - Number(before !== null);
  if (sum === 0 && count === 0) return;
  await tx`
    insert into app_standing (app_id, star_sum, star_count) values (${appId}, ${sum}, ${count})
    on conflict (app_id) do update set star_sum = app_standing.star_sum + ${sum},
      star_count = app_standing.star_count + ${count}`;
}

/** All apps that somebody opened. */
export async function readUsed(
  sql: Queryable,
  accountId: AccountId,
): Promise<{ appId: AppId; slug: string; firstAt: Date; lastAt: Date; stars: number | null }[]> {
  return sql`
    select app_id as "appId", slug, first_at as "firstAt", last_at as "lastAt", stars
    from app_use join app using (app_id) where account_id = ${accountId} order by app_id`;
}

/** Counts anew how many people opened each app since a moment, and the stars of all. */
export async function countStanding(sql: Sql, since: Date): Promise<void> {
  await sql`
    insert into app_standing (app_id, monthly_people, star_sum, star_count)
    select app_id, count(*) filter (where last_at >= ${since}), coalesce(sum(stars), 0), count(stars)
    -- Apps that everyone has forgotten, too.
    from (select app_id from app_use union select app_id from app_standing) known left join app_use using (app_id)
    group by app_id
    on conflict (app_id) do update set monthly_people = excluded.monthly_people`;
}
