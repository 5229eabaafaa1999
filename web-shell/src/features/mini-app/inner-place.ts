import type { ChatId } from '@veche/contract';
import { openPerson } from '../../state/open-person.ts';
import { chatPath } from '../../state/router.ts';
import type { Shell } from '../../state/shell.ts';

/** What an address of this server names: a chat of the person, or somebody's public name. */
export type InnerPlace =
  { readonly chatId: ChatId } | { readonly username: string; readonly startParam: string | null };

/** Reads `/c/7`, `/name`, `/@name` and `/name?startapp=word`, with or without our own origin before; else null. */
export function readInnerPlace(link: string, webOrigin: string): InnerPlace | null {
  const url = URL.parse(link, webOrigin);
  if (url === null || url.origin !== webOrigin) return null;
  const chatId = /^\/c\/([1-9]\d{0,15})$/.exec(url.pathname)?.[1];
  if (chatId !== undefined) return { chatId: Number(chatId) as ChatId };
  const username = /^\/@?([a-z]\w{2,31})$/i.exec(url.pathname)?.[1];
  return username === undefined ? null : { username, startParam: url.searchParams.get('startapp') };
}

/** The app that asks to go there. */
interface Leading {
  /** The chat that it runs in, if any: the one that the person looks at is none of its business. */
  readonly chatId: ChatId | null;
  isSeen(): boolean;
}

/**
 * Goes to the place; false when the person has no such chat, nobody goes by the name, or the person left the app before
 * that was known.
 */
export async function openInnerPlace(shell: Shell, place: InnerPlace, { chatId, isSeen }: Leading): Promise<boolean> {
  const { client, router } = shell;
  const openChat = (named: ChatId): boolean => {
    const isOwn = client.chats.peek().some((row) => row.chatId === named);
    if (isOwn) router.go(chatPath(named));
    return isOwn;
  };
  if ('chatId' in place) return openChat(place.chatId);
  const { account, chat } = await client.call('chats.resolve', { username: place.username });
  if (!isSeen()) return false;
  if (account === undefined) return chat !== undefined && openChat(chat.chatId);
  if (place.startParam === null) return openPerson(shell, account.accountId);
  const { app, opensIn } = await client.call('apps.ofBot', { botId: account.accountId });
  if (!isSeen()) return false;
  if (app === undefined) return openPerson(shell, account.accountId);
  const start = place.startParam !== '' && { start: place.startParam };
  if (opensIn?.includes('catalogue') === true) {
    const beside = opensIn.includes('chat') ? (chatId ?? 0) : 0;
    router.openLayer({ run: app.slug, ...start, in: String(beside) });
    return true;
  }
  if (!(await openPerson(shell, account.accountId))) return false;
  router.openLayer({ run: app.slug, ...start });
  return true;
}
