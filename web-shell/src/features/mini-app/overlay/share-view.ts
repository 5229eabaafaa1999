import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { chatChoices } from '../../../parts/chat-choices.ts';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { PressGuard } from '../../../parts/press-guard.ts';
import '../../../parts/sheet.ts';
import { attempt } from '../../../state/attempt.ts';
import { titleOf } from '../../../state/people.ts';
import type { ChatRow } from '../../../sync/client.ts';
import type { AppSession } from '../app-session.ts';
import styles from './overlay.css?inline';

/** Asks which chat gets what an app would like to be sent on. Sent is what is read there, by a press of its own. */
class AppShare extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    session: { attribute: false },
    text: { attribute: false },
    query: { state: true },
    chosen: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare session: AppSession;
  declare text: string;
  declare query: string;
  declare chosen: ChatRow | null;
  #guard = new PressGuard(this);

  constructor() {
    super();
    this.query = '';
    this.chosen = null;
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
    const { shell, text } = this;
    // Who still presses what was there before sends nothing.
    if (!this.#guard.isArmed) return this.#guard.ask(true);
    if (!(await attempt(shell, () => shell.client.send(row.chatId, { text })))) return;
    shell.notices.show(shell.words.t('apps.shared', { name: titleOf(shell, row) }));
    this.#settle(true);
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
      <blockquote><bdi>${this.text}</bdi></blockquote>
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
