import {
  type AdminRight,
  type Chat,
  type ChatKind,
  type Permission,
  permissionBits,
  rightBits,
  type Role,
  VecheError,
} from '@veche/contract';
import type { ChatHead, Membership } from '../../kernel/conversation-log/index.ts';

const rank: Record<Role, number> = { owner: 2, admin: 1, member: 0 };

/** Rights that come with being made an admin when none are named. */
export const DEFAULT_ADMIN_RIGHTS: readonly AdminRight[] = [
  'changeInfo',
  'deleteMessages',
  'restrictMembers',
  'inviteMembers',
  'pinMessages',
  'manageTopics',
  'seeAdminLog',
  'postMessages',
  'editMessages',
];

/** What a new group denies its members. */
export const DEFAULT_DENIED = permissionBits(['changeInfo', 'inviteMembers', 'pinMessages']);

/** Whether an admin or the owner holds a right. */
export function holdsRight(member: Membership, right: AdminRight): boolean {
  return member.role === 'owner' || (member.role === 'admin' && (member.rights & rightBits([right])) !== 0);
}

/**
 * Whether a member may do something in a chat at a moment, or why not. In a direct chat both may everything; in a
 * channel members may react and nothing else; admins of a group are not bound by what members are denied.
 */
export function mayDo(
  head: Pick<ChatHead, 'kind' | 'denied'>,
  member: Membership,
  permission: Permission,
  at: Date,
): VecheError | null {
  if (head.kind === 'direct' || member.role === 'owner') return null;
  const right = adminRightFor(head.kind, permission);
  if (right !== null && holdsRight(member, right)) return null;
  if (head.kind === 'channel' && permission !== 'react') {
    return new VecheError('forbidden', 'Only admins with the right to may do this in a channel.', { field: 'chatId' });
  }
  if (member.role === 'admin' && right === null) return null;
  const isOwn = member.deniedUntil === null || member.deniedUntil > at;
  const denied = head.denied | (isOwn ? member.denied : 0);
  if ((denied & permissionBits([permission])) === 0) return null;
  return new VecheError('forbidden', `Members may not do this here: ${permission}.`, { field: 'chatId' });
}

/** The right that stands for a permission among admins; null: any admin of a group may. */
function adminRightFor(kind: ChatKind, permission: Permission): AdminRight | null {
  switch (permission) {
    case 'changeInfo':
    case 'inviteMembers':
    case 'pinMessages':
      return permission;
    case 'createTopics':
      return 'manageTopics';
    default:
      return kind === 'channel' ? 'postMessages' : null;
  }
}

/** A direct chat has no title and no other members. */
export function isShared(kind: ChatKind): VecheError | null {
  if (kind !== 'direct') return null;
  return new VecheError('forbidden', 'A direct chat has no title and no other members.', { field: 'chatId' });
}

/** Removing: oneself (the owner only when alone), or, with the right to, who stands lower. */
export function mayRemove(
  kind: ChatKind,
  actor: { member: Membership; isTarget: boolean },
  target: { role: Role },
  memberCount: number,
): VecheError | null {
  if (kind === 'direct') return new VecheError('forbidden', 'One cannot leave a direct chat.', { field: 'chatId' });
  if (actor.isTarget) {
    if (actor.member.role !== 'owner' || memberCount === 1) return null;
    return new VecheError('conflict', 'The owner cannot leave while others are in the group.', { field: 'accountId' });
  }
  if (holdsRight(actor.member, 'restrictMembers') && rank[actor.member.role] > rank[target.role]) return null;
  return new VecheError('forbidden', 'Only who stands higher in the group may remove this member.', {
    field: 'accountId',
  });
}

/** A chat as a bot sees it: what was said there comes through its queue, as far as it may know. */
export function withoutContent({ lastMessage: _lastMessage, ...chat }: Chat): Chat {
  return chat;
}
