import { html, nothing, unsafeCSS } from 'lit';
import type { SecondFactor } from '@veche/contract';
import { ShellElement } from '../../parts/element.ts';
import { followOwn } from '../../parts/follow-own.ts';
import { pageStyles } from '../../parts/page.ts';
import { attempt } from '../../state/attempt.ts';
import styles from './security.css?inline';

/** Says that somebody asked to lift the additional password, with the way to say no; nothing where nobody did. */
class LiftBanner extends ShellElement {
  static override properties = { ...ShellElement.properties, lift: { state: true } };
  static override styles = [...pageStyles, unsafeCSS(styles), unsafeCSS(':host { overflow: visible }')];

  declare lift: SecondFactor['lift'] | null;

  constructor() {
    super();
    this.lift = null;
    followOwn(this, 'security', () => void this.#load());
  }

  override firstUpdated(): void {
    void this.#load();
  }

  /** The page below says when it cannot be read. */
  async #load(): Promise<void> {
    const { secondFactor } = await this.shell.client.call('secondFactor.get', {}).catch(() => ({ secondFactor: null }));
    if (secondFactor !== null) this.lift = secondFactor?.lift ?? null;
  }

  #keep = async (): Promise<void> => {
    const { client, notices, words } = this.shell;
    if (!(await attempt(this.shell, () => client.call('secondFactor.cancelLift', {})))) return;
    notices.show(words.t('security.liftCancelled'));
    this.lift = null;
  };

  override render() {
    const { t, dates } = this.shell.words;
    if (this.lift == null) return nothing;
    const { askedAt, liftsAt } = this.lift;
    return html`<section class="card pad warn" aria-labelledby="lift">
      <h2 id="lift">${t('security.liftTitle')}</h2>
      <p>${t('security.liftText', { askedAt: dates.full(askedAt), liftsAt: dates.full(liftsAt) })}</p>
      <div class="acts">
        <button class="button" data-kind="primary" @click=${this.#keep}>${t('security.liftCancel')}</button>
      </div>
    </section>`;
  }
}

customElements.define('veche-lift-banner', LiftBanner);
