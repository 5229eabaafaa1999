import { html, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import { effect } from '@preact/signals-core';
import type { MessageId } from '@veche/contract';
import check from 'lucide-static/icons/check.svg?raw';
import mic from 'lucide-static/icons/mic.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import sendIcon from 'lucide-static/icons/send-horizontal.svg?raw';
import smile from 'lucide-static/icons/smile.svg?raw';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import type { Menu, MenuItem } from '../../parts/menu.ts';
import { errorWords } from '../../state/error-words.ts';
import type { MessageRow } from '../../sync/client.ts';
import type { Written } from '../../sync/written.ts';
import styles from './composer.css?inline';
import { aboutBar, countLeft } from './composer-parts.ts';
import { createIntake } from './intake.ts';
import { MAX_TEXT_LENGTH } from './limits.ts';
import { startEdit } from './message-menu.ts';
import type { OpenChat } from './open-chat.ts';
import type { FormatBar } from './rich/format-bar.ts';
import type { OfferList } from './rich/offer-list.ts';

/** What a text with marks has: it waits for what reads them. */
const MARKS = /[*_~`|[]/;

/** Writes messages: grows with the text, keeps a draft at every key, replies and edits. */
export class Composer extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    length: { state: true },
    blank: { state: true },
    busy: { state: true },
    recorder: { state: true },
    picker: { state: true },
  };
  static override isBig = true;
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;
  declare length: number;
  declare blank: boolean;
  declare busy: boolean;
  /** Stands in place of the field while a voice note is recorded. */
  declare recorder: TemplateResult | null;
  /** Emoji to choose from, above the field. */
  declare picker: TemplateResult | null;
  #stopFollowing: (() => void) | null = null;
  #intake = createIntake({
    chat: () => this.chat,
    field: () => this.#area,
    insert: (text) => this.#insert(text),
  });

  constructor() {
    super();
    this.length = 0;
    this.blank = true;
    this.busy = false;
    this.recorder = null;
    this.picker = null;
  }

  get #area(): HTMLTextAreaElement {
    return this.renderRoot.querySelector('textarea')!;
  }

  override firstUpdated(): void {
    // The field is drawn after the parts that lean on it.
    const parts = this.renderRoot.querySelectorAll<OfferList | FormatBar>('veche-offers, veche-format-bar');
    for (const part of parts) part.area = this.#area;
    const draft = this.chat.row.peek()?.draft ?? '';
    this.#write(draft);
    // A query to a bot that was put here from elsewhere is asked at once.
    if (draft.startsWith('@')) this.#look();
    if (matchMedia('(pointer: fine)').matches) this.#area.focus();
    let edited = this.chat.editing.peek()?.messageId;
    let asked = this.chat.fieldAsked.peek();
    const stopWanted = effect(() => {
      const words = this.chat.wanted.value;
      if (words !== null) queueMicrotask(() => this.#put(words));
    });
    const stopTarget = effect(() => {
      const editing = this.chat.editing.value;
      if (editing?.messageId === edited) return;
      edited = editing?.messageId;
      this.#offers?.hide();
      // An edit borrows the field; the draft comes back afterwards.
      this.#write(this.#typedOf(editing) ?? this.chat.row.peek()?.draft ?? '');
    });
    const stopAsked = effect(() => {
      const times = this.chat.fieldAsked.value;
      if (times !== asked) this.#area.focus();
      asked = times;
    });
    this.#stopFollowing = () => {
      stopWanted();
      stopTarget();
      stopAsked();
    };
  }

  /** Words that something else wanted in the field. */
  #put(words: string): void {
    this.chat.wanted.value = null;
    this.#write(words);
    this.#area.focus();
    this.#typed();
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

  #typedOf(message: MessageRow | null): string | undefined {
    if (message?.entities === undefined) return message?.text;
    return this.chat.rich.peek()?.typedOf(message) ?? message.text;
  }

  /** Null until what it is made of is loaded. */
  get #offers(): OfferList | null {
    if (this.chat.rich.peek() === null) return null;
    return this.renderRoot.querySelector<OfferList>('veche-offers');
  }

  #write(text: string): void {
    this.#area.value = text;
    this.#measure();
  }

  #measure(): void {
    const { value } = this.#area;
    this.chat.typed.value = value;
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
    this.#look();
  };

  #look(): void {
    // Where the code did not come, or once the field has left the page, the element is none of ours.
    void this.chat.richTried.then(() => (this.isConnected ? void this.#offers?.look() : undefined));
  }

  #keepDraft(text: string): void {
    void this.shell.client.setDraft(this.chat.chatId, text).catch(() => undefined);
  }

  #cancel = (): void => {
    this.#end();
    this.#area.focus();
  };

  #end(): void {
    this.chat.replyTo.value = null;
    this.chat.editing.value = null;
  }

  #submit = (event?: Event): void => {
    event?.preventDefault();
    if (this.blank || this.length > MAX_TEXT_LENGTH || this.busy) return;
    const editing = this.chat.editing.peek();
    if (editing === null) void this.#send();
    else if (this.#area.value === this.#typedOf(editing)) this.#cancel();
    else void this.#edit(editing.messageId, this.#area.value);
  };

  /** Everything that stands in the composer, as it is sent. */
  #written(): Written {
    const { chat } = this;
    const replyTo = chat.replyTo.peek();
    const quoted = chat.quoted.peek();
    return {
      ...this.#read(this.#area.value),
      ...(chat.topicId && { topicId: chat.topicId as MessageId }),
      ...(replyTo !== null && { replyTo: replyTo.messageId }),
      ...(replyTo !== null && quoted !== null && { quote: { text: quoted } }),
    };
  }

  /** What was written went elsewhere. */
  #taken = (): void => {
    this.chat.replyTo.value = null;
    this.chat.unreadAfter.value = null;
    this.#write('');
    this.#keepDraft('');
  };

  /** What a typed text says; as it stands while its marks cannot be read. */
  #read(text: string): Pick<MessageRow, 'text' | 'entities'> {
    return this.chat.rich.peek()?.readTyped(text) ?? { text };
  }

  async #send(mode: Pick<Written, 'silent'> = {}): Promise<void> {
    const { chat } = this;
    const text = this.#area.value;
    if (chat.rich.peek() === null && MARKS.test(text)) {
      await chat.richTried;
      if (this.blank) return;
    }
    const written = this.#written();
    this.#taken();
    this.dispatchEvent(new Event('sent'));
    try {
      await this.shell.client.send(chat.chatId, { ...written, ...mode });
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
      await this.shell.client.call('messages.edit', { chatId: this.chat.chatId, messageId, ...this.#read(text) });
      this.#end();
      // Who went elsewhere meanwhile stays there.
      const { activeElement } = document;
      if (activeElement === document.body || this.matches(':focus-within')) this.#area.focus();
    } catch (error) {
      this.shell.notices.show(errorWords(this.shell.words, error));
    } finally {
      this.busy = false;
    }
  }

  #keys = (event: KeyboardEvent): void => {
    if (event.isComposing || this.#offers?.key(event) === true) return;
    const { chat } = this;
    const format = () => chat.rich.peek()?.formatByKey(event, this.#area) === true;
    if (format()) return this.#typed();
    // Keys that were pressed before their code is here are not lost.
    if (chat.rich.peek() === null && (event.ctrlKey || event.metaKey)) {
      void chat.richTried.then(() => (format() ? this.#typed() : undefined));
    }
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

  #pickEmoji = async (event: Event): Promise<void> => {
    const button = event.currentTarget as HTMLElement;
    if (this.picker !== null) return void (this.picker = null);
    await this.chat.richTried;
    const done = () => {
      this.picker = null;
      this.focus();
    };
    const choose = (emoji: string) => this.#insert(emoji, false);
    this.picker = (await this.chat.rich.peek()?.emojiPicker(this.chat, button, { choose, done })) ?? null;
  };

  #attach = async (event: Event): Promise<void> => {
    const place = (event.currentTarget as HTMLElement).getBoundingClientRect();
    await this.chat.richTried;
    const menu = this.renderRoot.querySelector<Menu>('veche-menu');
    const items = [...this.#sendItems(), ...(this.chat.rich.peek()?.attachItems(this.chat) ?? [])];
    const label = this.shell.words.t('composer.attach');
    void menu?.open({ label, items }, place);
  };

  /** Other ways to send; none while there is nothing that can be sent. */
  #sendItems(): readonly MenuItem[] {
    if (this.blank || this.length > MAX_TEXT_LENGTH || this.chat.editing.peek() !== null) return [];
    const sendSilently = () => void this.#send({ silent: true });
    const writing = { written: () => this.#written(), sendSilently, taken: this.#taken };
    return this.chat.rich.peek()?.sendItems(this.chat, writing) ?? [];
  }

  #sendMenu = async (event: Event): Promise<void> => {
    event.preventDefault();
    const place = (event.currentTarget as HTMLElement).getBoundingClientRect();
    await this.chat.richTried;
    const items = this.#sendItems();
    if (items.length === 0) return;
    const menu = this.renderRoot.querySelector<Menu>('veche-menu');
    void menu?.open({ label: this.shell.words.t('composer.send'), items }, place);
  };

  /** What is too long for a message goes as a file. */
  #sendAsText = (): void => {
    const text = this.#area.value;
    this.#write('');
    this.#keepDraft('');
    void this.chat.richTried.then(() => this.chat.rich.peek()?.sendAsText(this.chat, text));
  };

  #record = async (): Promise<void> => {
    if (this.busy) return;
    this.busy = true;
    const done = () => {
      this.recorder = null;
      void this.updateComplete.then(() => this.focus());
    };
    this.recorder = (await this.chat.rich.peek()?.recordVoice(this.chat, this, done)) ?? null;
    this.busy = false;
  };

  #insert(text: string, takesFocus = true): void {
    const area = this.#area;
    if (takesFocus) area.focus();
    area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
    this.#typed();
  }

  override render() {
    const { words } = this.shell;
    const intake = this.#intake;
    const rich = this.chat.rich.value;
    const editing = this.chat.editing.value !== null;
    // A voice note is offered while there is nothing to send.
    const speaks = this.blank && !editing && rich?.maySpeak(this.chat) === true;
    const label = words.t(editing ? 'composer.saveEdit' : speaks ? 'voice.record' : 'composer.send');
    return html`<div class="inner">
        ${aboutBar(this.chat, this.#cancel)}
        <veche-offers .shell=${this.shell} .chat=${this.chat}></veche-offers>
        <veche-uploads .shell=${this.shell} .chat=${this.chat}></veche-uploads>
        ${this.picker ?? nothing} ${this.recorder ?? nothing}
        <veche-format-bar .shell=${this.shell}></veche-format-bar>
        <form
          ?hidden=${this.recorder !== null}
          @submit=${this.#submit}
          @dragover=${intake.allowDrop}
          @drop=${intake.dropped}
        >
          ${editing ? nothing : rich?.menuButton(this.chat)}
          <button
            class="icon-button emoji"
            type="button"
            aria-label=${words.t('composer.emoji')}
            title=${words.t('composer.emoji')}
            aria-expanded=${this.picker !== null}
            @click=${this.#pickEmoji}
          >
            ${icon(smile)}
          </button>
          ${
            (rich === null && !this.chat.richComing.value) || editing
              ? nothing
              : html`<button
                  class="icon-button"
                  type="button"
                  aria-label=${words.t('composer.attach')}
                  title=${words.t('composer.attach')}
                  @click=${this.#attach}
                >
                  ${icon(plus)}
                </button>`
          }
          <textarea
            rows="1"
            dir="auto"
            aria-label=${words.t('composer.label')}
            placeholder=${rich?.placeholder(this.chat) ?? words.t('composer.label')}
            enterkeyhint="enter"
            @paste=${intake.pasted}
            @input=${this.#typed}
            @keydown=${this.#keys}
          ></textarea>
          ${rich?.keyboardToggle(this.chat)}
          <button
            class="icon-button send"
            type=${speaks ? 'button' : 'submit'}
            aria-label=${label}
            title=${label}
            ?disabled=${(this.blank && !speaks) || this.length > MAX_TEXT_LENGTH || this.busy}
            @click=${speaks ? this.#record : nothing}
            @pointerdown=${(event: Event) => event.preventDefault()}
            @contextmenu=${this.#sendMenu}
          >
            ${icon(editing ? check : speaks ? mic : sendIcon)}
          </button>
        </form>
        ${countLeft(this.shell.words, this.length, editing ? null : this.#sendAsText)}
      </div>
      <veche-menu .shell=${this.shell}></veche-menu>`;
  }
}

customElements.define('veche-composer', Composer);
