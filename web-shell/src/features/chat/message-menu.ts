import copy from 'lucide-static/icons/copy.svg?raw';
import flag from 'lucide-static/icons/flag.svg?raw';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import reply from 'lucide-static/icons/reply.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import type { EmojiStrip, MenuItem } from '../../parts/menu.ts';
import { errorWords } from '../../state/error-words.ts';
import type { MessageRow } from '../../sync/client.ts';
import { isSaved } from '../../state/people.ts';
import { mayDelete, mayEdit } from './may-change.ts';
import type { OpenChat } from './open-chat.ts';

/** What may be done with a message by this person. */
export function messageItems(chat: OpenChat, message: MessageRow): readonly MenuItem[] {
  const { t } = chat.shell.words;
  const items: MenuItem[] = [];
  if (message.state !== 'sent' || message.deleted === true) return items;
  items.push({ label: t('message.reply'), icon: reply, run: () => startReply(chat, message) });
  if (message.text !== '')
    items.push({ label: t('message.copy'), icon: copy, run: () => void copyText(chat, message) });
  items.push(...(chat.rich.peek()?.moreItems(chat, message) ?? []));
  if (mayEdit(chat, message))
    items.push({ label: t('message.edit'), icon: pencil, run: () => startEdit(chat, message) });
  items.push({ label: t('message.delete'), icon: trash, danger: true, run: () => void remove(chat, message) });
  const { client, router } = chat.shell;
  if (message.senderId !== client.myId.value)
    items.push({
      label: t('message.report'),
      icon: flag,
      run: () => router.openLayer({ report: `${message.messageId}` }),
    });
  return items;
}

/** The emoji row of a message's menu. */
export function reactionStrip(chat: OpenChat, message: MessageRow): EmojiStrip {
  const { t } = chat.shell.words;
  return {
    label: t('message.react'),
    moreLabel: t('message.moreReactions'),
    chosen: new Set(chat.reactions.of(message).flatMap(({ emoji, mine }) => (mine ? emoji : []))),
    pick: (emoji) => void chat.reactions.toggle(message, emoji),
  };
}

/** Answers a message, or the passage of it that is selected. */
export function startReply(chat: OpenChat, message: MessageRow): void {
  const selected = getSelection()?.toString().trim() ?? '';
  chat.quoted.value = selected !== '' && message.text.includes(selected) ? selected.slice(0, 1024) : null;
  chat.editing.value = null;
  chat.replyTo.value = message;
  chat.fieldAsked.value += 1;
}

export function startEdit(chat: OpenChat, message: MessageRow): void {
  if (!mayEdit(chat, message)) return;
  chat.replyTo.value = null;
  chat.editing.value = message;
  chat.fieldAsked.value += 1;
}

async function copyText({ shell: { notices, words } }: OpenChat, message: MessageRow): Promise<void> {
  await navigator.clipboard.writeText(message.text).then(
    () => notices.show(words.t('message.copied')),
    () => notices.show(words.t('message.copyFailed')),
  );
}

/** Deletes a message for everyone, where one may, or for oneself alone. */
export async function remove(chat: OpenChat, message: MessageRow): Promise<void> {
  const { notices, words, client } = chat.shell;
  if (message.state !== 'sent' || message.deleted === true) return;
  const { t } = words;
  const row = chat.row.peek();
  const isOwnChat = row !== undefined && isSaved(chat.shell, row);
  const forAll = mayDelete(chat, message);
  const answer = await notices.choose({
    title: t('message.deleteTitle'),
    ...(!isOwnChat && { text: t(forAll ? 'message.deleteText' : 'message.deleteMineText') }),
    accept: t(isOwnChat ? 'message.delete' : forAll ? 'message.deleteForAll' : 'message.deleteForMe'),
    ...(forAll && !isOwnChat && { other: t('message.deleteForMe') }),
    cancel: t('action.cancel'),
    danger: true,
  });
  if (answer === null) return;
  try {
    const place = { chatId: chat.chatId, messageIds: [message.messageId] };
    if (forAll && answer === 'accept') await client.call('messages.delete', place);
    else await client.call('messages.hide', place);
  } catch (error) {
    notices.show(errorWords(words, error));
  }
}
