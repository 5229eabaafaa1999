import { type Organisation, type OrganisationRole, organisations as contract, VecheError } from '@veche/contract';
import { passesForOfficial, whyMisleading } from './official-names.ts';

const ranks: Readonly<Record<OrganisationRole, number>> = { member: 0, admin: 1, owner: 2 };

/** Whether a role is as much as another or more. */
export function isAtLeast(role: OrganisationRole, wanted: OrganisationRole): boolean {
  return ranks[role] >= ranks[wanted];
}

/** From when on a declined invitation counts at a moment. */
export function declinedSince(now: Date): Date {
  return new Date(now.getTime() - contract.DECLINED_DAYS * 86_400_000);
}

/** Refuses names that mislead; those that could pass for the state's are for moderators to give. */
export function checkNames(names: Organisation['names'], field: string, by: 'owner' | 'moderator'): void {
  for (const language of ['ru', 'en'] as const) {
    const why = whyMisleading(names[language]);
    if (why !== null) throw refuse(`${field}.${language}`, why);
    if (by === 'owner' && passesForOfficial(names[language]))
      throw refuse(
        `${field}.${language}`,
        'it could be taken for an official one, which moderators set when they verify an organisation',
      );
  }
}

/** Slugs are never taken for official ones: they are not changed by a verification. */
export function checkSlug(slug: string): void {
  if (passesForOfficial(slug)) throw refuse('slug', 'it could be taken for an official one');
}

function refuse(field: string, why: string): VecheError {
  return new VecheError('invalid_input', `This name is not taken: ${why}.`, { field });
}
