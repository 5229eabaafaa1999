import { adminRights, type ChatKind, type Member, permissionsOf, rightsOf } from '@veche/contract';
import type { Membership } from '../../kernel/conversation-log/index.ts';

/** A seat as others see it. A restriction that has run out is none. */
export function seatOf(
  kind: ChatKind,
  { role, rights, denied, deniedUntil }: Membership,
  now = new Date(),
): Pick<Member, 'role' | 'rights' | 'restriction'> {
  const until = deniedUntil === null ? {} : { until: deniedUntil.toISOString() };
  const isRestricted = denied !== 0 && (deniedUntil === null || deniedUntil > now);
  return {
    role,
    ...(kind === 'direct' || role === 'member'
      ? {}
      : { rights: role === 'owner' ? [...adminRights] : rightsOf(rights) }),
    ...(isRestricted ? { restriction: { denied: permissionsOf(denied), ...until } } : {}),
  };
}
