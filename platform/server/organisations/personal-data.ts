import { type AccountId, type OrganisationId, Timestamp } from '@veche/contract';
import { z } from 'zod';
import type { Sql } from '../kernel/database/sql.ts';
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

/** The oldest admin follows the last owner. Without one nobody answers for the organisation, and nothing vouches for it. */
async function takeOut(sql: Sql, organisationId: OrganisationId, accountId: AccountId): Promise<void> {
  await sql.begin(async (tx) => {
    await lockOrganisation(tx, organisationId);
    const member = await findMember(tx, organisationId, accountId);
    await deleteMember(tx, organisationId, accountId);
    if (member?.role !== 'owner' || (await countPeople(tx, organisationId)).owners > 0) return;
    const next = await findOldestAdmin(tx, organisationId);
    if (next !== null) return setRole(tx, organisationId, { accountId: next, role: 'owner' });
    await tx`
      update organisation set verification = 'none', official_names = null, request = null
      where organisation_id = ${organisationId}`;
  });
}
