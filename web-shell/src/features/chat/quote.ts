import { html, type TemplateResult } from 'lit';
import type { Message, MessageId } from '@veche/contract';
import { coverSpoilers } from '@veche/contract/light';
import type { Words } from '../../i18n/words.ts';
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
      >${quotedFrom(shell.words, reply, original) ?? (isGone ? shell.words.t('message.replyGone') : excerpt(shell.words, original))}</span
    >
  </button>`;
}

/** The passage a reply is about; the original says what of it is hidden. */
function quotedFrom(words: Words, { quote: passage }: Message, original: Message | null | undefined) {
  if (passage === undefined || original === undefined) return undefined;
  const { text, offset = 0 } = passage;
  const inOriginal = original?.text.startsWith(text, offset) === true ? original.entities : undefined;
  return withoutSpoilers(words, {
    text,
    entities: inOriginal?.map((part) => ({ ...part, offset: part.offset - offset })),
  });
}

/** The start of a message on one line. */
export function excerpt(words: Words, message: Message | undefined): string {
  return message === undefined ? '…' : saidIn(words, message).slice(0, 160).replaceAll(/\s+/g, ' ');
}

/** A text where it cannot be pressed to show what is hidden in it. */
export function withoutSpoilers({ t }: Words, { text, entities }: Pick<Message, 'text' | 'entities'>): string {
  return coverSpoilers(text, entities, t('message.hidden'));
}

/** The words of a message, or what it is. */
export function saidIn(words: Words, message: Message): string {
  const { t } = words;
  const { poll, location, contact, sticker, attachments, call } = message;
  const text = withoutSpoilers(words, message);
  if (poll !== undefined) return `${t('kind.poll')}: ${poll.question}`;
  if (contact !== undefined) return `${t('kind.contact')}: ${contact.name}`;
  if (sticker !== undefined) return `${t('kind.sticker')} ${sticker.emoji}`;
  if (location !== undefined) return t('kind.location');
  if (call !== undefined) return t(call.outcome === 'answered' ? 'kind.call' : 'kind.unanswered');
  const [file] = attachments ?? [];
  if (file === undefined || text !== '') return text;
  return file.kind === 'file' || file.kind === 'audio' ? file.name : t(`kind.${file.kind}`);
}
