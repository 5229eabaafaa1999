import { effect } from '@preact/signals-core';
import { html, nothing, type TemplateResult, unsafeCSS } from 'lit';
import copy from 'lucide-static/icons/copy.svg?raw';
import forwardIcon from 'lucide-static/icons/forward.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import { errorWords } from '../../../state/error-words.ts';
import { isSaved, nameOf } from '../../../state/people.ts';
import type { MessageRow } from '../../../sync/client.ts';
import { MAX_AT_ONCE } from '../limits.ts';
import { mayDelete } from '../may-change.ts';
import type { OpenChat } from '../open-chat.ts';
import { excerpt } from '../quote.ts';
import { asText, inOrder, stillSelected, toggled } from './selected.ts';
import styles from './selection.css?inline';

/** Takes a message into the choice, or out of it; begins choosing. */
export function toggleSelected(chat: OpenChat, message: MessageRow): void {
  if (message.state !== 'sent' || message.deleted === true) return;
  const next = toggled(chat.selected.peek() ?? new Map(), message);
  if (next !== undefined) chat.selected.value = next;
  else chat.shell.notices.show(chat.shell.words.t('select.limit', { count: MAX_AT_ONCE }));
}

/** The box of a message while messages are chosen. */
export function selectBox({ selected }: OpenChat, message: MessageRow, tab: number) {
  if (selected.value === null || message.state !== 'sent' || message.deleted === true) return nothing;
  const { key, messageId } = message;
  return html`<input
    type="checkbox"
    class="box"
    tabindex=${tab}
    aria-labelledby="s-${key} t-${key} w-${key}"
    .checked=${selected.value.has(messageId)}
  />`;
}

/** What may be done with the chosen messages; stands in the composer's place. */
class SelectionBar extends ShellElement {
  static override properties = { ...ShellElement.properties, chat: { attribute: false } };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;
  #unfollow: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#keyDown);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#keyDown);
    this.#unfollow?.();
  }

  override firstUpdated(): void {
    const { selected, window } = this.chat;
    this.#unfollow = effect(() => {
      const shown = window.messages.value;
      const before = selected.peek();
      if (before !== null) selected.value = stillSelected(before, shown);
    });
  }

  #keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    const isOver = event
      .composedPath()
      .some((node) => node instanceof Element && node.matches('dialog, :popover-open'));
    if (isOver) return;
    event.preventDefault();
    this.#end();
  };

  #end = (): void => {
    const list = (this.getRootNode() as ShadowRoot).querySelector('veche-message-list');
    this.chat.selected.value = null;
    list?.shadowRoot?.querySelector<HTMLElement>('.message[tabindex="0"]')?.focus({ preventScroll: true });
  };

  #copy = async (messages: readonly MessageRow[]): Promise<void> => {
    const { words, notices } = this.shell;
    const text = asText(messages, {
      nameOf: ({ senderId }) => nameOf(this.shell, senderId),
      timeOf: ({ at }) => words.dates.full(at),
      wordsOf: (message) => message.text || excerpt(words, message),
    });
    try {
      await navigator.clipboard.writeText(text);
      notices.show(words.t('message.copied'));
      this.#end();
    } catch {
      notices.show(words.t('message.copyFailed'));
    }
  };

  #forward = async (messages: readonly MessageRow[]): Promise<void> => {
    await import('./forward-sheet.ts');
    const { chat, shell } = this;
    const messageIds = messages.map(({ messageId }) => messageId);
    chat.sheet.value = html`<veche-forward
      .shell=${shell}
      .chat=${chat}
      .messageIds=${messageIds}
      @done=${this.#end}
    ></veche-forward>`;
  };

  #delete = async (messages: readonly MessageRow[]): Promise<void> => {
    const { notices, words, client } = this.shell;
    const { t } = words;
    const row = this.chat.row.peek();
    const isOwnChat = row !== undefined && isSaved(this.shell, row);
    const forAll = messages.every((message) => mayDelete(this.chat, message));
    const answer = await notices.choose({
      title: t('select.deleteTitle', { count: messages.length }),
      ...(!isOwnChat && { text: t(forAll ? 'select.deleteText' : 'select.deleteMineText') }),
      accept: t(isOwnChat ? 'message.delete' : forAll ? 'message.deleteForAll' : 'message.deleteForMe'),
      ...(forAll && !isOwnChat && { other: t('message.deleteForMe') }),
      cancel: t('action.cancel'),
      danger: true,
    });
    if (answer === null) return;
    const place = { chatId: this.chat.chatId, messageIds: messages.map(({ messageId }) => messageId) };
    try {
      await client.call(forAll && answer === 'accept' ? 'messages.delete' : 'messages.hide', place);
      this.#end();
    } catch (error) {
      notices.show(errorWords(words, error));
    }
  };

  #act(label: string, picture: string, run: (messages: readonly MessageRow[]) => unknown): TemplateResult {
    const messages = inOrder(this.chat.selected.value ?? new Map<number, MessageRow>());
    return html`<button
      class="icon-button"
      aria-label=${label}
      title=${label}
      ?disabled=${messages.length === 0}
      @click=${() => void run(messages)}
    >
      ${icon(picture)}
    </button>`;
  }

  override render() {
    const { t } = this.shell.words;
    return html`<div class="bar" role="toolbar" aria-label=${t('select.acts')}>
      <button class="icon-button" aria-label=${t('select.end')} title=${t('select.end')} @click=${this.#end}>
        ${icon(x)}
      </button>
      <span class="count" role="status">${t('select.count', { count: this.chat.selected.value?.size ?? 0 })}</span>
      ${this.#act(t('message.copy'), copy, this.#copy)} ${this.#act(t('forward.action'), forwardIcon, this.#forward)}
      ${this.#act(t('message.delete'), trash, this.#delete)}
    </div>`;
  }
}

customElements.define('veche-selection', SelectionBar);
