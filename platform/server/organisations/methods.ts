import { type AccountId, organisations as contract, type OrganisationId, VecheError } from '@veche/contract';
import type { Queryable } from '../kernel/database/sql.ts';
import { newId } from '../kernel/ids.ts';
import { personOf } from '../kernel/rpc/caller.ts';
import { type Handler, implement } from '../kernel/rpc/handler.ts';
import { noSuchOrganisation, requirePlace } from './access.ts';
import type { OrganisationsDependencies } from './dependencies.ts';
import { countPeople, insertMember } from './members/store.ts';
import { checkNames, checkSlug } from './rules.ts';
import { countOwned, deleteOrganisation, insertOrganisation, ownsApps, readOwn, setFace } from './store.ts';

export function organisationHandlers({ sql, clock, endWindows }: OrganisationsDependencies): Handler[] {
  return [
    implement(contract.create, async ({ caller }, { kind, names, slug, webHost = null }) => {
      const { accountId } = personOf(caller);
      checkNames(names, 'names', 'owner');
      checkSlug(slug);
      const organisationId = newId<OrganisationId>();
      return sql.begin(async (tx) => {
        if ((await countOwned(tx, accountId)) >= contract.MAX_OWN_ORGANISATIONS)
          throw conflict(`One person may own up to ${contract.MAX_OWN_ORGANISATIONS} organisations.`);
        const at = clock.now();
        if (!(await insertOrganisation(tx, { organisationId, kind, slug, names, webHost, createdAt: at })))
          throw conflict(`The address ${slug} is taken.`, 'slug');
        await insertMember(tx, organisationId, { accountId, role: 'owner', joinedAt: at });
        return { organisation: await readOne(tx, accountId, organisationId) };
      });
    }),

    implement(contract.update, async ({ caller }, { organisationId, names, webHost }) => {
      const { accountId } = personOf(caller);
      checkNames(names, 'names', 'owner');
      return sql.begin(async (tx) => {
        const { organisation } = await requirePlace(tx, { organisationId, accountId }, 'owner');
        if (organisation.verification === 'verified')
          throw conflict('A verified organisation stays as it was checked.', 'organisationId');
        await setFace(tx, { organisationId, names, webHost });
        return { organisation: await readOne(tx, accountId, organisationId) };
      });
    }),

    implement(contract.close, async ({ caller }, { organisationId }) => {
      const { accountId } = personOf(caller);
      await sql.begin(async (tx) => {
        await requirePlace(tx, { organisationId, accountId }, 'owner');
        if ((await countPeople(tx, organisationId)).people > 1)
          throw conflict('Remove its other people and invitations first.', 'organisationId');
        if (await ownsApps(tx, organisationId))
          throw conflict('It answers for apps, and stays as long as it does.', 'organisationId');
        await deleteOrganisation(tx, organisationId);
      });
      await endWindows(organisationId, accountId);
      return {};
    }),

    implement(contract.own, async ({ caller }) => ({ organisations: await readOwn(sql, personOf(caller).accountId) })),
  ];
}

/** One organisation as one of its people sees it. */
export async function readOne(sql: Queryable, accountId: AccountId, organisationId: OrganisationId) {
  const [organisation] = await readOwn(sql, accountId, organisationId);
  if (organisation === undefined) throw noSuchOrganisation();
  return organisation;
}

function conflict(message: string, field?: string): VecheError {
  return new VecheError('conflict', message, field === undefined ? {} : { field });
}
