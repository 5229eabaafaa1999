import { MAX_TEXT_LENGTH } from '../limits.ts';
import type { OpenChat } from '../open-chat.ts';
import { sendFiles } from './uploads.ts';

/** Says that a text is too long for a message, and asks whether to send it as a file or to take its beginning. */
export async function offerLongText(chat: OpenChat, text: string, insert: (text: string) => void): Promise<void> {
  const { notices, words } = chat.shell;
  const format = new Intl.NumberFormat(words.language.peek());
  const start = { accept: words.t('longText.start') };
  const ways = { accept: words.t('longText.file'), other: words.t('longText.start') };
  const pressed = await notices.choose({
    title: words.t('longText.title'),
    text: words.t('longText.text', { limit: format.format(MAX_TEXT_LENGTH), length: format.format(text.length) }),
    cancel: words.t('action.cancel'),
    ...(chat.editing.peek() === null ? ways : start),
  });
  if (pressed === 'other' || (pressed !== null && chat.editing.peek() !== null)) return insert(text);
  if (pressed === 'accept') await sendAsText(chat, text);
}

/** Sends a text as a file. */
export async function sendAsText(chat: OpenChat, text: string): Promise<void> {
  const name = `${chat.shell.words.t('longText.name')}.txt`;
  await sendFiles(chat, [new File([text], name, { type: 'text/plain' })]);
}
