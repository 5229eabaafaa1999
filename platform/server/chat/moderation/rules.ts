import type { ChatKind, ReportReason, Role } from '@veche/contract';

const grave: ReadonlySet<ReportReason> = new Set<ReportReason>(['fraud', 'violence', 'sexual', 'illegal', 'copyright']);

/** Who decides: the admins of a group, unless they are concerned themselves or it is a matter for everyone. */
export function isForPlatform(kind: ChatKind, reason: ReportReason, reportedRole: Role): boolean {
  return kind !== 'group' || grave.has(reason) || reportedRole !== 'member';
}
