import type { Organisation, OrganisationRole } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { MessageKey, Words } from '../../i18n/words.ts';
import { errorWords } from '../../state/error-words.ts';

/** What to do about a refusal, by its code and field, where the usual words would not tell. */
const problems: Readonly<Record<string, MessageKey>> = {
  'invalid_input names.ru': 'organisations.badName',
  'invalid_input names.en': 'organisations.badName',
  'invalid_input officialNames.ru': 'organisations.badOfficialName',
  'invalid_input officialNames.en': 'organisations.badOfficialName',
  'invalid_input slug': 'organisations.badSlug',
  'invalid_input webHost': 'organisations.badHost',
  'conflict slug': 'organisations.takenSlug',
  conflict: 'organisations.tooMany',
  'conflict accountId': 'organisations.full',
  'forbidden accountId': 'organisations.notThem',
  'conflict app': 'organisations.notThisApp',
};

/** Says what was wrong and what to do. */
export function problemWords(words: Words, error: unknown): string {
  if (!(error instanceof VecheError)) return errorWords(words, error);
  const known = problems[[error.code, error.field ?? ''].join(' ').trim()];
  return known === undefined ? errorWords(words, error) : words.t(known);
}

/** What an organisation is shown as. */
export function nameOf({ language }: Words, { names, officialNames }: Pick<Organisation, 'names' | 'officialNames'>) {
  return (officialNames ?? names)[language.value];
}

/** Its face, as the mark draws it. */
export function markOf(words: Words, organisation: Organisation) {
  return { name: nameOf(words, organisation), isVerified: organisation.verification === 'verified' };
}

export const roles: readonly OrganisationRole[] = ['member', 'admin', 'owner'];

const PARAMETER = 'organisation';

/** Address of one's organisation. */
export function organisationPath(organisationId: number): string {
  return `/settings/organisations?${PARAMETER}=${organisationId}`;
}

/** The organisation that an address names, or null. */
export function readOrganisationPlace(search: string): number | null {
  const id = new URLSearchParams(search).get(PARAMETER) ?? '';
  return /^[1-9]\d{0,15}$/.test(id) ? Number(id) : null;
}
