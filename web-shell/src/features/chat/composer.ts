import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { effect } from '@preact/signals-core';
import type { MessageId } from '@veche/contract';
import check from 'lucide-static/icons/check.svg?raw';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import reply from 'lucide-static/icons/reply.svg?raw';
import sendIcon from 'lucide-static/icons/send-horizontal.svg?raw';
import smile from 'lucide-static/icons/smile.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import type { Menu } from '../../parts/menu.ts';
import { errorWords } from '../../state/error-words.ts';
import { nameOf } from '../../state/people.ts';
import styles from './composer.css?inline';
import { MAX_TEXT_LENGTH } from './limits.ts';
import { startEdit } from './message-menu.ts';
import type { OpenChat } from './open-chat.ts';
import { excerpt } from './quote.ts';

const warnBelow = 200;

/** Writes messages: grows with the text, keeps a draft at every key, replies and edits. */
export class Composer extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    length: { state: true },
    blank: { state: true },
    busy: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;
  declare length: number;
  declare blank: boolean;
  declare busy: boolean;
  #stopFollowing: (() => void) | null = null;

  constructor() {
    super();
    this.length = 0;
    this.blank = true;
    this.busy = false;
  }

  get #area(): HTMLTextAreaElement {
    return this.renderRoot.querySelector('textarea')!;
  }

  override firstUpdated(): void {
    this.#write(this.chat.row.peek()?.draft ?? '');
    if (matchMedia('(pointer: fine)').matches) this.#area.focus();
    let first = true;
    this.#stopFollowing = effect(() => {
      const { replyTo, editing } = this.chat;
      const edited = editing.value;
      const replying = replyTo.value !== null;
      if (first) return void (first = false);
      // An edit borrows the field; the draft comes back afterwards.
      this.#write(edited?.text ?? this.chat.row.peek()?.draft ?? '');
      if (edited !== null || replying) this.#area.focus();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopFollowing?.();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!CSS.supports('field-sizing', 'content')) this.#grow();
  }

  override focus(): void {
    this.#area.focus();
  }

  #write(text: string): void {
    this.#area.value = text;
    this.#measure();
  }

  #measure(): void {
    const { value } = this.#area;
    this.length = value.length;
    this.blank = value.trim() === '';
  }

  #grow(): void {
    const area = this.#area;
    area.style.blockSize = 'auto';
    area.style.blockSize = `${area.scrollHeight}px`;
  }

  #typed = (): void => {
    this.#measure();
    if (this.chat.editing.peek() === null) this.#keepDraft(this.#area.value);
    if (!this.blank) this.shell.client.live.say(this.chat.chatId, 'typing');
  };

  #keepDraft(text: string): void {
    void this.shell.client.setDraft(this.chat.chatId, text).catch(() => undefined);
  }

  #cancel = (): void => {
    this.chat.replyTo.value = null;
    this.chat.editing.value = null;
    this.#area.focus();
  };

  #submit = (event?: Event): void => {
    event?.preventDefault();
    if (this.blank || this.length > MAX_TEXT_LENGTH || this.busy) return;
    const editing = this.chat.editing.peek();
    if (editing === null) void this.#send(this.#area.value);
    else if (this.#area.value === editing.text) this.#cancel();
    else void this.#edit(editing.messageId, this.#area.value);
  };

  async #send(text: string): Promise<void> {
    const { chat } = this;
    const replyTo = chat.replyTo.peek();
    chat.replyTo.value = null;
    chat.unreadAfter.value = null;
    this.#write('');
    this.#keepDraft('');
    this.dispatchEvent(new Event('sent'));
    try {
      await this.shell.client.send(chat.chatId, {
        text,
        ...(replyTo !== null && { replyTo: replyTo.messageId }),
        ...(chat.topicId && { topicId: chat.topicId as MessageId }),
      });
    } catch (error) {
      this.shell.notices.show(errorWords(this.shell.words, error));
      if (this.#area.value !== '') return;
      this.#write(text);
      this.#keepDraft(text);
    }
  }

  async #edit(messageId: NonNullable<OpenChat['editing']['value']>['messageId'], text: string): Promise<void> {
    this.busy = true;
    try {
      await this.shell.client.call('messages.edit', { chatId: this.chat.chatId, messageId, text });
      this.#cancel();
    } catch (error) {
      this.shell.notices.show(errorWords(this.shell.words, error));
    } finally {
      this.busy = false;
    }
  }

  #keys = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const { chat } = this;
    const empty = this.#area.value === '';
    const plain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
    // On touch keyboards there is no Shift+Enter, and the button is at hand.
    if (event.key === 'Enter' && plain && !matchMedia('(pointer: coarse)').matches) this.#submit(event);
    else if (event.key === 'Escape' && (chat.replyTo.peek() ?? chat.editing.peek()) !== null) {
      event.preventDefault();
      event.stopPropagation();
      this.#cancel();
    } else if (event.key === 'ArrowUp' && plain && empty) this.#editLast(event);
    else if (empty && ['PageUp', 'PageDown', 'Home', 'End'].includes(event.key)) {
      event.preventDefault();
      this.dispatchEvent(new CustomEvent('scrollkey', { detail: event.key }));
    }
  };

  #editLast(event: KeyboardEvent): void {
    const mine = this.shell.client.myId.peek();
    const last = this.chat.window.messages
      .peek()
      .findLast(({ senderId, state, deleted }) => senderId === mine && state === 'sent' && deleted !== true);
    if (last === undefined) return;
    event.preventDefault();
    startEdit(this.chat, last);
  }

  #pickEmoji = (event: Event): void => {
    const menu = this.renderRoot.querySelector<Menu>('veche-menu');
    const label = this.shell.words.t('composer.emoji');
    const strip = { label, moreLabel: label, chosen: new Set<string>(), pick: (emoji: string) => this.#insert(emoji) };
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    void menu?.open({ label, items: [], strip }, box, { full: true });
  };

  #insert(text: string): void {
    const area = this.#area;
    area.focus();
    area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
    this.#typed();
  }

  #bar() {
    const { words } = this.shell;
    const editing = this.chat.editing.value;
    const target = editing ?? this.chat.replyTo.value;
    if (target === null) return nothing;
    const what =
      editing === null
        ? words.t('composer.replying', { name: nameOf(this.shell, target.senderId) })
        : words.t('composer.editing');
    const cancel = words.t(editing === null ? 'composer.cancelReply' : 'composer.cancelEdit');
    return html`<div class="bar">
      ${icon(editing === null ? reply : pencil)}
      <span class="about"
        ><span class="what cut">${what}</span><span class="cut" dir="auto">${excerpt(target)}</span></span
      >
      <button class="icon-button" aria-label=${cancel} title=${cancel} @click=${this.#cancel}>${icon(x)}</button>
    </div>`;
  }

  #count() {
    const left = MAX_TEXT_LENGTH - this.length;
    if (left > warnBelow) return nothing;
    const key = left < 0 ? 'composer.over' : 'composer.left';
    return html`<p class="count" role="status" ?data-over=${left < 0}>
      ${this.shell.words.t(key, { count: Math.abs(left) })}
    </p>`;
  }

  override render() {
    const { words } = this.shell;
    const editing = this.chat.editing.value !== null;
    const label = words.t(editing ? 'composer.saveEdit' : 'composer.send');
    return html`<div class="inner">
        ${this.#bar()}
        <form @submit=${this.#submit}>
          <button
            class="icon-button"
            type="button"
            aria-label=${words.t('composer.emoji')}
            title=${words.t('composer.emoji')}
            @click=${this.#pickEmoji}
          >
            ${icon(smile)}
          </button>
          <textarea
            rows="1"
            dir="auto"
            aria-label=${words.t('composer.label')}
            placeholder=${words.t('composer.label')}
            enterkeyhint="enter"
            @input=${this.#typed}
            @keydown=${this.#keys}
          ></textarea>
          <button
            class="icon-button send"
            aria-label=${label}
            title=${label}
            ?disabled=${this.blank || this.length > MAX_TEXT_LENGTH || this.busy}
            @pointerdown=${(event: Event) => event.preventDefault()}
          >
            ${icon(editing ? check : sendIcon)}
          </button>
        </form>
        ${this.#count()}
      </div>
      <veche-menu .shell=${this.shell}></veche-menu>`;
  }
}

customElements.define('veche-composer', Composer);
