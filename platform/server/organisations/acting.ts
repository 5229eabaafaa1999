import type { AccountId, AppId } from '@veche/contract';
import type { Queryable } from '../kernel/database/sql.ts';

/**
 * The one rule of who may act for an app `a`, as a condition: the person who owns it, or where an organisation does, an
 * owner or admin of that. Each side is found by an index: an array is asked once, before the apps.
 */
export const actsFor = (sql: Queryable, accountId: AccountId) => sql`(
  a.organisation_id is null and a.owner_id = ${accountId}
  or a.organisation_id is not null and a.organisation_id = any(array(
    select acting.organisation_id from organisation_member acting
    where acting.account_id = ${accountId} and acting.joined_at is not null and acting.role in ('owner', 'admin'))))`;

/** Whether somebody may act for an app. */
export async function mayActFor(sql: Queryable, accountId: AccountId, appId: AppId): Promise<boolean> {
  return (await sql`select from app a where a.app_id = ${appId} and ${actsFor(sql, accountId)}`).length > 0;
}

/** Whether an app `a` is left without anyone who may act for it when an account goes, as a condition. */
export const leftBehindBy = (sql: Queryable, accountId: AccountId) => sql`(
  a.organisation_id is null and a.owner_id = ${accountId}
  or a.organisation_id is not null and not exists (
    select from organisation_member acting
    where acting.account_id <> ${accountId} and acting.organisation_id = a.organisation_id
      and acting.joined_at is not null and acting.role in ('owner', 'admin')))`;
