import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import type { AppCard, ClientId } from '@veche/contract';
import { chatChoices } from '../../../parts/chat-choices.ts';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { PressGuard } from '../../../parts/press-guard.ts';
import '../../../parts/sheet.ts';
import { attempt } from '../../../state/attempt.ts';
import { titleOf } from '../../../state/people.ts';
import { uploadFile } from '../../../state/upload-file.ts';
import type { ChatRow } from '../../../sync/client.ts';
import type { AppSession } from '../app-session.ts';
import styles from './overlay.css?inline';

/** Asks which chat gets what an app would like to be sent on. Sent is what is read there, by a press of its own. */
class AppShare extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    session: { attribute: false },
    text: { attribute: false },
    card: { attribute: false },
    picture: { attribute: false },
    query: { state: true },
    chosen: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare session: AppSession;
  declare text: string;
  /** In place of the text. */
  declare card: AppCard | null;
  declare picture: File | null;
  declare query: string;
  declare chosen: ChatRow | null;
  #guard = new PressGuard(this);

  constructor() {
    super();
    this.text = '';
    this.card = null;
    this.picture = null;
    this.query = '';
    this.chosen = null;
  }

  /** Sent again after a failure, it is the same message. */
  #clientId = crypto.randomUUID() as string as ClientId;
  #address: string | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#address !== null) URL.revokeObjectURL(this.#address);
    this.#address = null;
  }

  /** What had the focus is gone with each step: without one, Escape would be the page's. */
  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!changed.has('chosen')) return;
    this.#guard.ask(this.chosen !== null);
    this.renderRoot.querySelector<HTMLElement>(this.chosen === null ? '[data-autofocus]' : '.confirm')?.focus();
  }

  #settle(isSent: boolean): void {
    this.dispatchEvent(new CustomEvent('settle', { detail: isSent }));
  }

  async #send(row: ChatRow): Promise<void> {
    const { shell, text, card } = this;
    // Who still presses what was there before sends nothing.
    if (!this.#guard.isArmed) return this.#guard.ask(true);
    const send = () => (card === null ? shell.client.send(row.chatId, { text }) : this.#sendCard(row, card));
    if (!(await attempt(shell, send))) return;
    shell.notices.show(shell.words.t('apps.shared', { name: titleOf(shell, row) }));
    this.#settle(true);
  }

  async #sendCard({ chatId }: ChatRow, { title, text, button, startParam }: AppCard): Promise<void> {
    const { shell, session, picture } = this;
    const { launchId } = session.launch.peek()!;
    const fileId = picture === null ? undefined : await uploadFile(shell, picture, { kind: 'photo' });
    await shell.client.call('apps.sendCard', {
      ...{ chatId, clientId: this.#clientId, launchId, title, text, button },
      ...(fileId !== undefined && { fileId }),
      ...(startParam !== '' && { startParam }),
    });
  }

  #shown() {
    const { card, picture } = this;
    if (card === null) return html`<blockquote><bdi>${this.text}</bdi></blockquote>`;
    if (picture !== null) this.#address ??= URL.createObjectURL(picture);
    return html`<blockquote class="offer">
      ${this.#address === null ? nothing : html`<img src=${this.#address} alt="" />`}
      <strong><bdi>${card.title}</bdi></strong>
      ${card.text === '' ? nothing : html`<bdi>${card.text}</bdi>`}
      <span class="soft">${this.shell.words.t('apps.cardButton', { text: card.button })}</span>
    </blockquote>`;
  }

  #confirm(row: ChatRow) {
    const { shell } = this;
    const { t } = shell.words;
    return html`<p class="soft confirm" tabindex="-1">${t('apps.shareTo', { name: titleOf(shell, row) })}</p>
      <div class="answers">
        <button class="button" @click=${() => (this.chosen = null)}>${t('action.back')}</button>
        <button
          class="button"
          data-kind="primary"
          aria-disabled=${this.#guard.isArmed ? nothing : 'true'}
          @click=${() => void this.#send(row)}
        >
          ${t('apps.send')}
        </button>
      </div>`;
  }

  override render() {
    const { shell, session, chosen } = this;
    const { t } = shell.words;
    return html`<veche-sheet .shell=${shell} heading=${t('apps.share')} @close=${() => this.#settle(false)}>
      <p class="soft">${t('apps.shareFrom', { name: session.name })}</p>
      ${this.#shown()}
      ${
        chosen === null
          ? chatChoices(shell, {
              query: this.query,
              search: (query) => (this.query = query),
              choose: (row) => (this.chosen = row),
            })
          : this.#confirm(chosen)
      }
    </veche-sheet>`;
  }
}

customElements.define('veche-app-share', AppShare);
