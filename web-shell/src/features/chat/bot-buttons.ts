import type { Button } from '@veche/contract';
import { errorWords } from '../../state/error-words.ts';
import { openSite } from '../../state/open-site.ts';
import type { MessageRow } from '../../sync/client.ts';
import type { OpenChat } from './open-chat.ts';

/** Place of a button under its message, as `pressed` keeps it. */
export function buttonKey(message: MessageRow, row: number, column: number): string {
  return `${message.messageId} ${row} ${column}`;
}

/** Does what a button of a bot says; the person sees progress and the answer. */
export async function press(chat: OpenChat, message: MessageRow, button: Button, key: string): Promise<void> {
  const { action } = button;
  if (action.kind === 'copy' || action.kind === 'query') return chat.rich.peek()?.pressLight(chat, message, action);
  if (action.kind === 'url') return openSite(chat.shell, action.url);
  if (action.kind === 'app') {
    return chat.shell.router.openLayer({
      run: action.app,
      from: String(message.messageId),
      ...(action.startParam !== undefined && { start: action.startParam }),
    });
  }
  if (chat.pressed.peek().has(key)) return;
  chat.pressed.value = new Set(chat.pressed.peek()).add(key);
  try {
    await pressCallback(chat, message, action.data);
  } catch (error) {
    chat.shell.notices.show(errorWords(chat.shell.words, error));
  } finally {
    chat.pressed.value = new Set([...chat.pressed.peek()].filter((other) => other !== key));
  }
}

async function pressCallback(chat: OpenChat, message: MessageRow, data: string): Promise<void> {
  const { client, notices, words } = chat.shell;
  const answer = await client.call('messages.pressButton', {
    chatId: chat.chatId,
    messageId: message.messageId,
    clientId: crypto.randomUUID(),
    data,
  });
  if (!answer.answered) notices.show(words.t('bot.silent'));
  else if (answer.url !== undefined) await openSite(chat.shell, answer.url);
  else if (answer.text === undefined || answer.text === '') return;
  else if (answer.showAlert !== true) notices.show(answer.text);
  else void notices.ask({ title: words.t('bot.alertTitle'), text: answer.text, accept: words.t('action.ok') });
}
