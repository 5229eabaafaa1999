// No schemas here: pages and workers ask the same questions as the server.

/** Fields of a chat that make up its settings by one account: all of one version. */
export const ownSettingKeys = [
  'settingsVersion',
  'archivedSeq',
  'pinnedRank',
  'mutedUntil',
  'notify',
  'markedUnread',
  'clearedSeq',
  'isRemoved',
  'peerName',
  'peerBlocked',
] as const;

/** What tells whether a chat makes itself heard. */
interface Muting {
  readonly mutedUntil?: string | undefined;
}

/** Whether a chat is muted at a moment. */
export function isMuted({ mutedUntil }: Muting, now: number): boolean {
  if (mutedUntil === undefined) return false;
  return mutedUntil === 'forever' || Date.parse(mutedUntil) > now;
}

/** Whether a chat stands in the archive: it was put there, and has been silent since or is muted. */
export function isArchived(
  chat: Muting & {
    readonly archivedSeq?: number | undefined;
    readonly lastMessage?: { readonly messageId: number } | undefined;
  },
  now: number,
): boolean {
  if (chat.archivedSeq === undefined) return false;
  return (chat.lastMessage?.messageId ?? 0) <= chat.archivedSeq || isMuted(chat, now);
}
