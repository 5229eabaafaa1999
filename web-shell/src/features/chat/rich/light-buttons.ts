import { html } from 'lit';
import type { ButtonAction } from '@veche/contract';
import { accountOf } from '../../../state/people.ts';
import type { MessageRow } from '../../../sync/client.ts';
import type { OpenChat } from '../open-chat.ts';
import { putQuery } from './bot-query.ts';

/** So much of a copied text is told. */
const TOLD_LENGTH = 80;

/** Buttons whose press the bot does not hear of: a text to copy, a query for a field. */
export async function pressLight(
  chat: OpenChat,
  message: MessageRow,
  action: Extract<ButtonAction, { kind: 'copy' | 'query' }>,
): Promise<void> {
  const { notices, words } = chat.shell;
  if (action.kind === 'copy') {
    await navigator.clipboard.writeText(action.text).then(
      () => notices.show(words.t('button.copied', { text: beginningOf(action.text) })),
      () => notices.show(words.t('button.copyFailed', { text: action.text })),
    );
    return;
  }
  const bot = message.viaBot?.username ?? accountOf(chat.shell, message.senderId)?.username;
  if (bot === undefined) return;
  const text = `@${bot} ${action.query}`;
  if (action.chats === undefined) return putQuery(chat, text);
  await import('./query-sheet.ts');
  chat.sheet.value = html`<veche-query-sheet
    .shell=${chat.shell}
    .chat=${chat}
    .text=${text}
    .kinds=${action.chats}
  ></veche-query-sheet>`;
}

function beginningOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > TOLD_LENGTH ? `${line.slice(0, TOLD_LENGTH).toWellFormed()}…` : line;
}
