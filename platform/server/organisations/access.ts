import { type AccountId, type OrganisationId, type OrganisationRole, VecheError } from '@veche/contract';
import type { Tx } from '../kernel/database/sql.ts';
import { readRoleIn } from './members/store.ts';
import { isAtLeast } from './rules.ts';
import { lockOrganisation, type OrganisationRow } from './store.ts';

/**
 * The organisation under its lock, for somebody who has at least a role in it. Throws `not_found` to who is none of its
 * people, and `forbidden` to who is less.
 */
export async function requirePlace(
  tx: Tx,
  place: { readonly organisationId: OrganisationId; readonly accountId: AccountId },
  wanted: OrganisationRole,
): Promise<{ organisation: OrganisationRow; role: OrganisationRole }> {
  const organisation = await lockOrganisation(tx, place.organisationId);
  const role = organisation === null ? null : await readRoleIn(tx, place.organisationId, place.accountId);
  if (organisation === null || role === null) throw noSuchOrganisation();
  if (isAtLeast(role, wanted)) return { organisation, role };
  throw new VecheError(
    'forbidden',
    wanted === 'owner' ? 'Only an owner of the organisation may do this.' : 'Only its owners and admins may do this.',
    { field: 'organisationId' },
  );
}

export function noSuchOrganisation(): VecheError {
  return new VecheError('not_found', 'There is no such organisation of yours.', { field: 'organisationId' });
}
