import type { AccountId, OrganisationId } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { organisationColumns, type OrganisationRow } from '../store.ts';

interface Asked {
  readonly organisationId: OrganisationId;
  readonly request: string;
  readonly requestedBy: AccountId;
}

export async function setWaiting(tx: Tx, { organisationId, request, requestedBy }: Asked, at: Date): Promise<void> {
  await tx`
    update organisation set verification = 'waiting', request = ${request}, requested_by = ${requestedBy},
      asked_at = case when verification = 'waiting' then asked_at else ${at} end
    where organisation_id = ${organisationId}`;
}

export interface Decision {
  readonly organisationId: OrganisationId;
  readonly outcome: 'verified' | 'refused' | 'withdrawn';
  readonly note: string;
  readonly officialNames: OrganisationRow['officialNames'];
}

export async function setDecision(
  tx: Tx,
  { organisationId, outcome, note, officialNames }: Decision,
  at: Date,
): Promise<void> {
  await tx`
    update organisation set verification = ${outcome}, note = ${note}, decided_at = ${at},
      official_names = ${officialNames === null ? null : tx.json(officialNames)}
    where organisation_id = ${organisationId}`;
}

interface QueueRow extends OrganisationRow {
  ownerIds: AccountId[];
}

/** A hundred organisations in a state, with their owners. */
export async function readQueue(sql: Queryable, state: 'waiting' | 'verified'): Promise<QueueRow[]> {
  return sql<QueueRow[]>`
    select ${organisationColumns(sql)}, array(
      select m.account_id from organisation_member m
      where m.organisation_id = o.organisation_id and m.role = 'owner' and m.joined_at is not null
      order by m.account_id limit 20)::bigint[] as "ownerIds"
    from organisation o where o.verification = ${state}
    order by ${state === 'waiting' ? sql`o.asked_at` : sql`o.decided_at desc`}, o.organisation_id limit 100`;
}
