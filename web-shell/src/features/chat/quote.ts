import { html, type TemplateResult } from 'lit';
import type { Message, MessageId } from '@veche/contract';
import { nameOf } from '../../state/people.ts';
import type { MessageActions } from './message-view.ts';
import type { OpenChat } from './open-chat.ts';

/** The message a reply points at, from the window or asked for on its own; a press goes there. */
export function quote(
  chat: OpenChat,
  reply: Message,
  replyTo: MessageId,
  tab: number,
  actions: MessageActions,
): TemplateResult {
  const { shell } = chat;
  const inWindow = chat.window.messages.value.find(({ messageId, state }) => state === 'sent' && messageId === replyTo);
  const original = inWindow ?? chat.originals.get(replyTo);
  const isGone = original === null || original?.deleted === true;
  const name = original == null ? shell.words.t('message.replyUnknown') : nameOf(shell, original.senderId);
  return html`<button
    class="quote"
    tabindex=${tab}
    data-tint=${original == null ? 0 : original.senderId % 8}
    aria-label=${shell.words.t('message.replyTo', { name })}
    ?disabled=${isGone}
    @click=${() => actions.jump(replyTo)}
  >
    <span class="sender cut"><bdi>${name}</bdi></span>
    <span class="cut" dir="auto"
      >${reply.quote?.text ?? (isGone ? shell.words.t('message.replyGone') : excerpt(original))}</span
    >
  </button>`;
}

/** The start of a message on one line. */
export function excerpt(message: Message | undefined): string {
  return message === undefined ? '…' : wordsOf(message).slice(0, 160).replaceAll(/\s+/g, ' ');
}

/** The words of a message, or a sign of what it is. */
function wordsOf({ text, poll, location, contact, sticker, attachments }: Message): string {
  const [file] = attachments ?? [];
  if (poll !== undefined) return `📊 ${poll.question}`;
  if (contact !== undefined) return `👤 ${contact.name}`;
  if (file !== undefined && sticker === undefined) return text === '' ? `📎 ${file.name}` : text;
  return location === undefined ? (sticker?.emoji ?? text) : '📍';
}
