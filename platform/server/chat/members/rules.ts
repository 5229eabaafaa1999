import { type AccountId, type AdminRight, members as contract, rightBits, VecheError } from '@veche/contract';
import type { Membership } from '../../kernel/conversation-log/index.ts';
import { DEFAULT_ADMIN_RIGHTS, holdsRight, onlyAdmins } from '../chats/rules.ts';

/** A member with the account that has the seat. */
export interface Seated extends Membership {
  readonly accountId: AccountId;
}

interface Admin {
  readonly accountId: AccountId;
  readonly promotedBy: AccountId | null;
}

/** Rights given by default: the usual ones, as far as the giver holds them. */
export function usualRights(actor: Membership): AdminRight[] {
  return DEFAULT_ADMIN_RIGHTS.filter((right) => holdsRight(actor, right));
}

/** Whether an admin was made by another, or by one whom that one made, and so on. */
function standsUnder(admins: readonly Admin[], targetId: AccountId, actorId: AccountId): boolean {
  const makers = new Map(admins.map(({ accountId, promotedBy }) => [accountId, promotedBy]));
  let maker = makers.get(targetId) ?? null;
  for (let steps = 0; maker !== null && steps < admins.length; steps += 1) {
    if (maker === actorId) return true;
    maker = makers.get(maker) ?? null;
  }
  return false;
}

/** Whether the actor may change what an admin is, or make an admin. */
export function mayManage(actor: Seated, target: Seated, admins: readonly Admin[]): VecheError | null {
  if (!holdsRight(actor, 'addAdmins')) return onlyAdmins();
  if (target.role === 'owner' || target.accountId === actor.accountId) {
    return new VecheError('forbidden', 'Nobody changes the owner or the own rights.', { field: 'accountId' });
  }
  if (actor.role === 'owner' || target.role === 'member') return null;
  return standsUnder(admins, target.accountId, actor.accountId)
    ? null
    : new VecheError('forbidden', 'Only the owner, or who made this admin, may change it.', { field: 'accountId' });
}

/** Nobody gives what they do not hold; admins are few. */
export function mayGive(
  actor: Seated,
  target: Seated,
  rights: readonly AdminRight[],
  adminCount: number,
): VecheError | null {
  const beyond = rights.findIndex((right) => !holdsRight(actor, right));
  if (beyond >= 0) {
    return new VecheError('forbidden', 'Only rights of your own can be given.', { field: `rights.${beyond}` });
  }
  if (target.role === 'member' && adminCount >= contract.MAX_ADMINS) {
    return new VecheError('conflict', `A chat has up to ${contract.MAX_ADMINS} admins.`, { field: 'accountId' });
  }
  return null;
}

/** The seat of an admin with these rights. Who is trusted so far is denied nothing. */
export function adminSeat(rights: readonly AdminRight[]): Membership {
  return { role: 'admin', rights: rightBits(rights), denied: 0, deniedUntil: null };
}

export const plainSeat: Membership = { role: 'member', rights: 0, denied: 0, deniedUntil: null };

/** A moment that ends something must be to come. */
export function mustBeAhead(until: Date | null, now: Date): VecheError | null {
  if (until === null || until > now) return null;
  return new VecheError('invalid_input', 'until: must be in the future', { field: 'until' });
}

export function noSuchMember(): VecheError {
  return new VecheError('not_found', 'There is no such member in this chat.', { field: 'accountId' });
}
