import { attempt } from '../../../state/attempt.ts';
import { chatPath } from '../../../state/router.ts';
import type { ChatRow } from '../../../sync/client.ts';
import type { OpenChat } from '../open-chat.ts';

/** What a bot is asked, by its name in small letters. */
export interface Asked {
  readonly bot: string;
  readonly query: string;
}

/** A bot's name and what it is asked, when that is all the text. */
export function queryIn(text: string): Asked | null {
  const [, bot, query] = /^@([a-z]\w{1,28}bot)\s([^]{0,256})$/i.exec(text) ?? [];
  return bot === undefined || query === undefined ? null : { bot: bot.toLowerCase(), query };
}

/** Puts a query to a bot into the field of a chat, here or elsewhere; what stands there is not lost unasked. */
export async function putQuery(
  chat: OpenChat,
  text: string,
  to: Pick<ChatRow, 'chatId' | 'draft'> | undefined = chat.row.peek(),
): Promise<void> {
  const { shell } = chat;
  const { t } = shell.words;
  if (to === undefined) return;
  const isHere = to.chatId === chat.chatId;
  if (isHere && chat.editing.peek() !== null) return shell.notices.show(t('query.editing'));
  const present = isHere ? chat.typed.peek() : to.draft;
  const question = { title: t('query.draft'), text: present, accept: t('query.replace'), cancel: t('query.keep') };
  if (!isReplaceable(present) && !(await shell.notices.ask(question))) return;
  if (isHere) return void (chat.wanted.value = text);
  if (await attempt(shell, () => shell.client.setDraft(to.chatId, text))) shell.router.go(chatPath(to.chatId));
}

/** Nothing, or another query: no words of the person's own. */
export const isReplaceable = (draft: string): boolean => draft.trim() === '' || queryIn(`${draft} `) !== null;
