import { createHash } from 'node:crypto';
import { type AccountId, type AppScope, type Manifest, ReleaseAct, type ReleaseState, siteOf } from '@veche/contract';

/** What owners and moderators do to a release. */
export type Act = ReleaseAct | 'approve' | 'reject';

const given: readonly ReleaseState[] = ['staged', 'live'];
/** Approved once; what people had may be given to them again. */
const cleared: readonly ReleaseState[] = ['approved', 'staged', 'live', 'retired', 'rolledBack'];
const unseen: readonly ReleaseState[] = ['draft', 'testing', 'review', 'rejected', 'approved'];

const allowed: Readonly<Record<Act, readonly ReleaseState[]>> = {
  test: ['draft', 'testing'],
  submit: ['draft', 'testing', 'review'],
  withdraw: unseen,
  approve: ['review'],
  reject: ['review'],
  appeal: ['rejected'],
  publish: cleared,
  rollBack: given,
  kill: ['testing', 'killed', ...cleared],
};

/** Whether an act is for releases in a state. `isReviewing`: nothing is given to people that no moderator approved. */
export function mayAct(act: Act, state: ReleaseState, isReviewing: boolean): boolean {
  if (act === 'publish' && !isReviewing && (state === 'draft' || state === 'testing')) return true;
  return allowed[act].includes(state);
}

/** Acts that leave a release in one of these states as it is. */
const idle: Readonly<Partial<Record<ReleaseAct, readonly ReleaseState[]>>> = {
  submit: ['review'],
  withdraw: ['draft'],
  publish: ['live'],
  kill: ['killed'],
};

/** What its owner may do to a release in a state and has something of. */
export function ownerActs(state: ReleaseState, isReviewing: boolean): ReleaseAct[] {
  return ReleaseAct.options.filter(
    (act) =>
      mayAct(act, state, isReviewing) && idle[act]?.includes(state) !== true && (isReviewing || act !== 'submit'),
  );
}

/** Whether a person is among those who have a staged release: the same people for as long as it is staged, and more. */
export function isStagedFor(accountId: AccountId, releaseId: string, percent: number): boolean {
  const hash = createHash('sha256').update(`${releaseId} ${accountId}`).digest();
  return hash.readUInt32BE(0) / 2 ** 32 < percent / 100;
}

/**
 * Scopes that a person has not agreed to by agreeing to what was live: new, for another purpose, or kept longer; all of
 * them on another site.
 */
export function newScopesOf(live: Manifest | null, next: Manifest): AppScope[] {
  const known = live === null || siteOf(live) !== siteOf(next) ? [] : live.scopes;
  return next.scopes
    .filter(({ scope, purpose, retention_days }) => {
      const before = known.find((one) => one.scope === scope);
      return (
        before === undefined ||
        before.purpose.ru !== purpose.ru ||
        before.purpose.en !== purpose.en ||
        before.retention_days < retention_days
      );
    })
    .map(({ scope }) => scope);
}

/** Whether a release that comes back for another one leads people to a site where that one is not. */
export function comesBackToSite(before: Manifest, live: Manifest): boolean {
  const site = siteOf(before);
  return site !== null && site !== siteOf(live);
}
