import { type AccountId, type OrganisationId, Timestamp } from '@veche/contract';
import { z } from 'zod';
import type { Queryable, Sql } from '../kernel/database/sql.ts';
import type { PersonalData } from '../kernel/personal-data.ts';
import { deleteMember, findMember, findOldestAdmin, countPeople, setRole } from './members/store.ts';
import { lockOrganisation } from './store.ts';

const Place = z.object({
  slug: z.string(),
  kind: z.string(),
  names: z.object({ ru: z.string(), en: z.string() }),
  role: z.string(),
  /** Absent: invited, and has not agreed. */
  joinedAt: Timestamp.optional(),
});

interface PlaceRow extends Omit<z.infer<typeof Place>, 'joinedAt'> {
  organisationId: OrganisationId;
  joinedAt: Date | null;
}

/** The organisations of a person. */
export function organisationsData(sql: Sql): PersonalData {
  const read = (accountId: AccountId) => sql<PlaceRow[]>`
    select o.organisation_id as "organisationId", o.slug, o.kind, o.names, m.role, m.joined_at as "joinedAt"
    from organisation_member m join organisation o using (organisation_id)
    where m.account_id = ${accountId} order by o.organisation_id`;
  return {
    name: 'organisations',
    given: {
      schema: z.array(Place),
      read: async (accountId) =>
        (await read(accountId)).map(({ organisationId: _, joinedAt, ...place }) => ({
          ...place,
          ...(joinedAt !== null && { joinedAt: joinedAt.toISOString() }),
        })),
    },
    async erase(accountId) {
      for (const { organisationId } of await read(accountId)) await takeOut(sql, organisationId, accountId);
    },
  };
}

const Asked = z.object({ slug: z.string(), text: z.string() });

/** What a person last said to moderators of organisations, theirs still or not. */
export function requestsData(sql: Sql): PersonalData {
  return {
    name: 'verificationRequests',
    given: {
      schema: z.array(Asked),
      read: async (accountId) => sql<z.infer<typeof Asked>[]>`
        select slug, request as text from organisation where requested_by = ${accountId} order by organisation_id`,
    },
    // What waits has nothing left to be read: an owner who stays asks anew.
    async erase(accountId) {
      await sql`update organisation set ${withoutRequest(sql)} where requested_by = ${accountId}`;
    },
  };
}

const Declined = z.object({ slug: z.string(), at: Timestamp });

/** Whose invitations a person declined. The table goes with the account. */
export function declinedData(sql: Sql): PersonalData {
  return {
    name: 'declinedInvitations',
    given: {
      schema: z.array(Declined),
      read: async (accountId) => {
        const rows = await sql<{ slug: string; at: Date }[]>`
          select o.slug, d.at from organisation_declined d join organisation o using (organisation_id)
          where d.account_id = ${accountId} order by d.at`;
        return rows.map(({ slug, at }) => ({ slug, at: at.toISOString() }));
      },
    },
  };
}

/** The oldest admin follows the last owner. Without one nobody answers for the organisation, and nothing vouches for it. */
async function takeOut(sql: Sql, organisationId: OrganisationId, accountId: AccountId): Promise<void> {
  await sql.begin(async (tx) => {
    await lockOrganisation(tx, organisationId);
    const member = await findMember(tx, organisationId, accountId);
    await deleteMember(tx, organisationId, accountId);
    if (member?.role !== 'owner' || (await countPeople(tx, organisationId)).owners > 0) return;
    const next = await findOldestAdmin(tx, organisationId);
    if (next !== null) await setRole(tx, organisationId, { accountId: next, role: 'owner' });
    // What was said to moderators goes along, and nobody waits for their answer.
    await tx`
      update organisation set ${withoutRequest(tx)} where organisation_id = ${organisationId}`;
    if (next !== null) return;
    await tx`
      update organisation set verification = 'none', official_names = null where organisation_id = ${organisationId}`;
  });
}

const withoutRequest = (sql: Queryable) => sql`
  request = null, requested_by = null, verification = case when verification = 'waiting' then 'none' else verification end`;
