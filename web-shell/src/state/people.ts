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

/** What one sees as one letter though it is several characters may be in the text. */
const COMPOSED = /[\p{M}\p{Extended_Pictographic}\p{Regional_Indicator}\u200D]/u;

/** Two letters for an avatar: of the first two words, or the first two of one word. */
export function initials(name: string): string {
  const words = name.split(/[\s\-«»"'()]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = words.map((word) => graphemesOf(word.replace(/^[^\p{L}\p{N}]+/u, '')));
  const [first, second] = letters;
  if (first === undefined) return graphemesOf(name.trim())[0] ?? '';
  const pair = second === undefined ? first.slice(0, 2) : [first[0], second[0]];
  return pair.join('').toLocaleUpperCase();
}

/** The first segmenter takes the browser tens of milliseconds, at the worst moment: the start. Few names need one. */
function graphemesOf(text: string): string[] {
  if (!COMPOSED.test(text)) return [...text];
  return [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map((part) => part.segment);
}
