import { type Chat, type Role, VecheError } from '@veche/contract';

const rank: Record<Role, number> = { owner: 2, admin: 1, member: 0 };

/** Renaming and adding: owner and admins of a group. */
export function mayManage(kind: 'direct' | 'group', role: Role): VecheError | null {
  if (kind === 'direct')
    return new VecheError('forbidden', 'A direct chat has no title and no other members.', { field: 'chatId' });
  if (role === 'member')
    return new VecheError('forbidden', 'Only the owner and admins may do this.', { field: 'chatId' });
  return null;
}

/** Removing: oneself (the owner only when alone), or who stands lower. */
export function mayRemove(
  kind: 'direct' | 'group',
  actor: { role: Role; isTarget: boolean },
  target: { role: Role },
  memberCount: number,
): VecheError | null {
  if (kind === 'direct') return new VecheError('forbidden', 'One cannot leave a direct chat.', { field: 'chatId' });
  if (actor.isTarget) {
    if (actor.role !== 'owner' || memberCount === 1) return null;
    return new VecheError('conflict', 'The owner cannot leave while others are in the group.', { field: 'accountId' });
  }
  if (rank[actor.role] > rank[target.role]) return null;
  return new VecheError('forbidden', 'Only who stands higher in the group may remove this member.', {
    field: 'accountId',
  });
}

/** A chat as a bot sees it: what was said there comes through its queue, as far as it may know. */
export function withoutContent({ lastMessage: _lastMessage, ...chat }: Chat): Chat {
  return chat;
}
