import { html, nothing, unsafeCSS } from 'lit';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import type { AppSession } from '../app-session.ts';
import { followCodes } from '../scanner.ts';
import styles from './overlay.css?inline';

/** The camera, for an app that would like a QR code: the app gets the words of the code and no picture. */
class AppScanner extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    session: { attribute: false },
    text: { attribute: false },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare session: AppSession;
  declare text: string;
  #stop: (() => void) | null = null;

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('.scanner')!.focus();
    void this.#follow();
  }

  async #follow(): Promise<void> {
    const tell = (text: string): void => void this.dispatchEvent(new CustomEvent('found', { detail: text }));
    try {
      this.#stop = await followCodes(this.renderRoot.querySelector('video')!, tell);
      if (!this.isConnected) this.#stop();
    } catch {
      this.shell.notices.show(this.shell.words.t('apps.noCamera'));
      this.#settle();
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  #settle(): void {
    this.dispatchEvent(new CustomEvent('settle'));
  }

  #escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.#settle();
  };

  override render() {
    const { t } = this.shell.words;
    const { name } = this.session;
    return html`<div class="scanner" role="dialog" tabindex="-1" aria-label=${t('apps.scan')} @keydown=${this.#escape}>
      <video playsinline muted></video>
      <div class="aim" aria-hidden="true"></div>
      <p class="hint">
        ${t('apps.scanHint', { name })} ${this.text === '' ? nothing : html`<q><bdi>${this.text}</bdi></q>`}
      </p>
      <button class="button" @click=${() => this.#settle()}>${t('action.close')}</button>
    </div>`;
  }
}

customElements.define('veche-app-scanner', AppScanner);
