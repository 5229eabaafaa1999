import type { Account, AccountId } from '@veche/contract';
import type { ChatRow } from '../sync/client.ts';
import type { Shell } from './shell.ts';

/** Name of an account, or a word for someone whose profile is not here yet. */
export function nameOf(shell: Shell, accountId: AccountId): string {
  return shell.client.accounts.value.get(accountId)?.name ?? shell.words.t('people.someone');
}

export function accountOf(shell: Shell, accountId: AccountId | undefined): Account | undefined {
  return accountId === undefined ? undefined : shell.client.accounts.value.get(accountId);
}

/** Whether the chat is the one with oneself. */
export function isSaved(shell: Shell, chat: ChatRow): boolean {
  return chat.kind === 'direct' && chat.peerId === shell.client.myId.value;
}

/** The chat's title as shown. */
export function titleOf(shell: Shell, chat: ChatRow): string {
  return isSaved(shell, chat) ? shell.words.t('chats.saved') : chat.shownTitle;
}

/** The photo of a group or channel, or of the other person. */
export function photoOf(shell: Shell, chat: ChatRow): number | undefined {
  return chat.photoId ?? accountOf(shell, chat.peerId)?.photoId;
}

/** Id that chooses the tint: the peer's, so that a person looks alike everywhere. */
export function tintId(chat: ChatRow): number {
  return chat.peerId ?? chat.chatId;
}
