import type { Language, Organisation, OrganisationFace, OrganisationId, OrganisationKind } from '@veche/contract';
import type { Queryable } from '../kernel/database/sql.ts';

/** What is read of an organisation for anyone. */
export interface OrganisationFaceRow {
  organisationId: OrganisationId;
  kind: OrganisationKind;
  names: Organisation['names'];
  isVerified: boolean;
  webHost: string | null;
}

type Fragment = ReturnType<Queryable>;

/** The face of the organisation with an id, a column or a value, as one column of JSON; null without one. */
export const faceColumn = (sql: Queryable, organisationId: Fragment) => sql`(
  select jsonb_build_object(
    'organisationId', shown.organisation_id, 'kind', shown.kind, 'isVerified', shown.verification = 'verified',
    'names', coalesce(shown.official_names, shown.names),
    'webHost', case when shown.verification = 'verified' then shown.web_host end)
  from organisation shown where shown.organisation_id = ${organisationId})`;

/** A face as the contract tells of it, named in a language. */
export function toFace(
  { organisationId, kind, names, isVerified, webHost }: OrganisationFaceRow,
  language: Language,
): OrganisationFace {
  return { organisationId, kind, name: names[language], isVerified, ...(webHost !== null && { webHost }) };
}

/** Faces by id; unknown ids are left out. */
export async function readFaces(
  sql: Queryable,
  organisationIds: readonly OrganisationId[],
  language: Language,
): Promise<Map<OrganisationId, OrganisationFace>> {
  if (organisationIds.length === 0) return new Map();
  const rows = await sql<{ face: OrganisationFaceRow }[]>`
    select ${faceColumn(sql, sql`o.organisation_id`)} as face from organisation o
    where o.organisation_id = any(${[...new Set(organisationIds)]}::bigint[])`;
  return new Map(rows.map(({ face }) => [face.organisationId, toFace(face, language)]));
}
