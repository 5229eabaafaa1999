import type { Wing } from '../kernel/wing.ts';
import type { OrganisationsDependencies } from './dependencies.ts';
import { memberHandlers } from './members/methods.ts';
import { organisationHandlers } from './methods.ts';
import { deleteDeclinedBefore } from './members/store.ts';
import { declinedData, organisationsData, requestsData } from './personal-data.ts';
import { declinedSince } from './rules.ts';
import { verificationHandlers } from './verification/methods.ts';

export { noSuchOrganisation, requirePlace } from './access.ts';
export { actsFor, leftBehindBy, mayActFor } from './acting.ts';
export { faceColumn, type OrganisationFaceRow, readFaces, toFace } from './faces.ts';
export { readRoleIn } from './members/store.ts';
export { passesForOfficial, whyMisleading } from './official-names.ts';

/** Agencies, schools and companies: their people in roles, and whether moderators have checked who they are. */
export function createOrganisations(dependencies: OrganisationsDependencies): Wing {
  return {
    name: 'organisations',
    handlers: [
      ...organisationHandlers(dependencies),
      ...memberHandlers(dependencies),
      ...verificationHandlers(dependencies),
    ],
    personalData: [organisationsData, requestsData, declinedData].map((dataOf) => dataOf(dependencies.sql)),
    tasks: [
      {
        name: 'organisations-forget-declined',
        schedule: '7 3 * * *',
        run: () => deleteDeclinedBefore(dependencies.sql, declinedSince(dependencies.clock.now())),
      },
    ],
  };
}
