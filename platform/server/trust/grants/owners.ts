import type { AccountId, Language, OrganisationId } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import { readFaces } from '../../organisations/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';

/** Whose an app is: the organisation's where there is one, else the person's. */
interface Owned {
  readonly ownerId: AccountId;
  readonly organisationId: OrganisationId | null;
}

/** Tells who answers for apps. Persons are never verified; one that is gone has no name. */
export async function readOwners(
  sql: Queryable,
  owned: readonly Owned[],
  language: Language,
): Promise<(app: Owned) => { name: string; isVerified: boolean }> {
  const people = await readAccounts(
    sql,
    owned.flatMap(({ ownerId, organisationId }) => (organisationId === null ? [ownerId] : [])),
  );
  const names = new Map(people.map(({ accountId, name }) => [accountId, name]));
  const faces = await readFaces(
    sql,
    owned.flatMap(({ organisationId }) => organisationId ?? []),
    language,
  );
  return ({ ownerId, organisationId }) => {
    if (organisationId === null) return { name: names.get(ownerId) ?? '', isVerified: false };
    const face = faces.get(organisationId);
    return { name: face?.name ?? '', isVerified: face?.isVerified === true };
  };
}
