import type { AdminRight, Chat, Permission } from '@veche/contract';

type Seat = Pick<Chat, 'kind' | 'role' | 'rights' | 'permissions' | 'restriction'>;

/** Whether the reader holds a right of an admin in a group or channel. */
export function holds({ kind, rights }: Seat, right: AdminRight): boolean {
  return kind !== 'direct' && rights?.includes(right) === true;
}

/** What a member may be denied in the composer. */
type Sending = Extract<Permission, 'sendMessages' | 'sendMedia' | 'sendStickers' | 'sendPolls'>;

/** Whether the reader may write, as the server decides it; a restriction that has run out is none. */
export function mayWrite(chat: Seat, now: number): boolean {
  return maySend(chat, 'sendMessages', now);
}

/** As `mayWrite`, of what else can be sent. */
export function maySend(chat: Seat, what: Sending, now: number): boolean {
  if (chat.kind === 'direct' || chat.role === 'owner') return true;
  if (chat.kind === 'channel') return holds(chat, 'postMessages');
  if (chat.role === 'admin') return true;
  const { denied = [], until } = chat.restriction ?? {};
  const isRestricted = denied.includes(what) && (until === undefined || Date.parse(until) > now);
  return !isRestricted && chat.permissions?.includes(what) !== false;
}

/** Whether the reader may change what a chat is about, and what is at hand in it. */
export function mayChangeInfo(chat: Seat): boolean {
  if (chat.kind === 'direct') return true;
  return holds(chat, 'changeInfo') || (chat.kind === 'group' && chat.permissions?.includes('changeInfo') === true);
}
