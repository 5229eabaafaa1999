import {
  type AdminRight,
  type Chat,
  type ChatKind,
  type Permission,
  permissionBits,
  permissions,
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
const GROUP_DENIED = permissionBits(['changeInfo', 'inviteMembers', 'pinMessages']);
/** What every channel denies its members: all but reacting. */
export const CHANNEL_DENIED = permissionBits(permissions.filter((permission) => permission !== 'react'));

export function deniedAtFirst(kind: ChatKind): number {
  if (kind === 'direct') return 0;
  return kind === 'channel' ? CHANNEL_DENIED : GROUP_DENIED;
}

/** Whether an admin or the owner holds a right. */
export function holdsRight(member: Pick<Membership, 'role' | 'rights'>, right: AdminRight): boolean {
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
  return new VecheError('forbidden', 'A direct chat has no title, no admins and no other members.', {
    field: 'chatId',
  });
}

/** Putting someone out takes the right to, and standing higher. */
export function mayRemove(actor: Membership, target: Pick<Membership, 'role'>): VecheError | null {
  if (!holdsRight(actor, 'restrictMembers')) return onlyAdmins();
  if (rank[actor.role] > rank[target.role]) return null;
  return new VecheError('forbidden', 'Only who stands higher in the chat may do this to a member.', {
    field: 'accountId',
  });
}

/** The owner does not leave others behind. */
export function mayLeave(member: Membership, memberCount: number): VecheError | null {
  if (member.role !== 'owner' || memberCount === 1) return null;
  return new VecheError('conflict', 'The owner passes the chat on, or deletes it, before leaving.', {
    field: 'chatId',
  });
}

export function onlyAdmins(): VecheError {
  return new VecheError('forbidden', 'Only the owner and admins with the right to may do this.', { field: 'chatId' });
}

export function onlyOwner(): VecheError {
  return new VecheError('forbidden', 'Only the owner may do this.', { field: 'chatId' });
}

/** A chat as a bot sees it: what was said there comes through its queue, as far as it may know. */
export function withoutContent({ lastMessage: _lastMessage, ...chat }: Chat): Chat {
  return chat;
}
