import { html, nothing, unsafeCSS } from 'lit';
import type { Popup } from '@veche/contract';
import type { MessageKey } from '../../../i18n/words.ts';
import { appIcon } from '../../../parts/app-icon.ts';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import type { AppSession } from '../app-session.ts';
import styles from './overlay.css?inline';

type Button = Popup['buttons'][number];

const ownWords: Partial<Record<Button['kind'], MessageKey>> = {
  ok: 'apps.ok',
  close: 'action.close',
  cancel: 'action.cancel',
};

/** A popup of an app: its name first, then its words as its own. `settle` tells the pressed id, or null. */
class AppPopup extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    session: { attribute: false },
    popup: { attribute: false },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare session: AppSession;
  declare popup: Popup;

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('.card')!.focus();
  }

  #settle(id: string | null): void {
    this.dispatchEvent(new CustomEvent('settle', { detail: id }));
  }

  #escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    // The window is not set aside by it.
    event.stopPropagation();
    this.#settle(null);
  };

  #button({ id, kind, text }: Button) {
    const own = ownWords[kind];
    return html`<button class="button" ?data-danger=${kind === 'destructive'} @click=${() => this.#settle(id)}>
      <bdi>${own === undefined ? text : this.shell.words.t(own)}</bdi>
    </button>`;
  }

  override render() {
    const { session, popup } = this;
    const { t } = this.shell.words;
    const { title, message, buttons } = popup;
    return html`<div class="veil">
      <div
        class="card"
        role="alertdialog"
        tabindex="-1"
        aria-labelledby="who"
        aria-describedby="said"
        @keydown=${this.#escape}
      >
        <p class="who" id="who">${appIcon(session)}<span>${t('apps.says', { name: session.name })}</span></p>
        <div class="said" id="said">
          ${title === '' ? nothing : html`<h3><bdi>${title}</bdi></h3>`}
          <p><bdi>${message}</bdi></p>
        </div>
        <div class="answers">${buttons.map((button) => this.#button(button))}</div>
      </div>
    </div>`;
  }
}

customElements.define('veche-app-popup', AppPopup);
