import { html, unsafeCSS } from 'lit';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import '../../../parts/sheet.ts';
import type { AppSession } from '../app-session.ts';
import type { HomeScreenOutcome } from '../bridge/host.ts';
import styles from '../overlay/overlay.css?inline';

/** Offers a shortcut to an app: has the browser make it where it can, and else says how it is made. */
class HomeScreenSheet extends ShellElement {
  static override properties = { ...ShellElement.properties, session: { attribute: false } };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare session: AppSession;

  override connectedCallback(): void {
    super.connectedCallback();
    this.session.homeScreen.offer(this.session.slug);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.session.homeScreen.offer(null);
  }

  #settle(outcome: HomeScreenOutcome): void {
    this.dispatchEvent(new CustomEvent('settle', { detail: outcome }));
  }

  #ask = async (): Promise<void> => {
    if (await this.session.homeScreen.ask()) this.#settle('added');
  };

  #how() {
    const { t } = this.shell.words;
    const { way } = this.session.homeScreen;
    if (way === null) {
      const address = `${location.origin}/apps?run=${this.session.slug}`;
      return html`<p>${t('apps.homeNone')}</p>
        <p><bdi>${address}</bdi></p>`;
    }
    return html`<p>${t(`apps.home.${way}`)}</p>
      <div class="answers">
        <button class="button" data-kind="primary" @click=${() => this.#settle('unknown')}>${t('apps.ok')}</button>
      </div>`;
  }

  override render() {
    const { shell, session } = this;
    const { t } = shell.words;
    return html`<veche-sheet .shell=${shell} heading=${t('apps.toHome')} @close=${() => this.#settle(null)}>
      <div class="steps">
        <p class="soft">${t('apps.homeLead', { name: session.name })}</p>
        ${
          session.homeScreen.canAsk.value
            ? html`<div class="answers">
                <button class="button" data-kind="primary" @click=${() => void this.#ask()}>${t('action.add')}</button>
              </div>`
            : this.#how()
        }
      </div>
    </veche-sheet>`;
  }
}

customElements.define('veche-home-screen', HomeScreenSheet);
