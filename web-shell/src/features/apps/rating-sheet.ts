import { html, nothing, unsafeCSS } from 'lit';
import type { CatalogueApp } from '@veche/contract';
import star from 'lucide-static/icons/star.svg?raw';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import '../../parts/sheet.ts';
import { errorWords } from '../../state/error-words.ts';
import styles from './rating-sheet.css?inline';

/** One to five stars for an app. Tells `rated` when the server has them, `close` when the person is done. */
class RatingSheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    app: { attribute: false },
    stars: { state: true },
    isBusy: { state: true },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare app: CatalogueApp;
  declare stars: number | null;
  declare isBusy: boolean;
  declare failure: string | null;

  constructor() {
    super();
    this.stars = null;
    this.isBusy = false;
    this.failure = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stars = this.app.ownStars ?? null;
  }

  async #save(stars: number | null): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.failure = null;
    try {
      await this.shell.client.call('catalogue.rate', { app: this.app.slug, stars });
      this.dispatchEvent(new CustomEvent('rated'));
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    } finally {
      this.isBusy = false;
    }
  }

  #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (this.stars !== null) void this.#save(this.stars);
  };

  #star(count: number) {
    return html`<label class="star" data-full=${count <= (this.stars ?? 0)}>
      <input
        type="radio"
        name="stars"
        .value=${String(count)}
        .checked=${this.stars === count}
        aria-label=${this.shell.words.t('apps.stars', { count })}
        @change=${() => (this.stars = count)}
      />
      ${icon(star)}
    </label>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { app } = this;
    return html`<veche-sheet
      .shell=${this.shell}
      .heading=${t('apps.rateTitle', { name: app.name })}
      @close=${() => this.dispatchEvent(new Event('close'))}
    >
      <form @submit=${this.#submit}>
        <fieldset>
          <legend>${t('apps.rateLead')}</legend>
          <div class="stars">${[1, 2, 3, 4, 5].map((count) => this.#star(count))}</div>
        </fieldset>
        ${this.failure === null ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
        <div class="acts">
          <button class="button" data-kind="primary" ?disabled=${this.stars === null || this.isBusy}>
            ${t('apps.rate')}
          </button>
          ${
            app.ownStars === undefined
              ? nothing
              : html`<button
                  type="button"
                  class="button"
                  ?disabled=${this.isBusy}
                  @click=${() => void this.#save(null)}
                >
                  ${t('apps.unrate')}
                </button>`
          }
        </div>
      </form>
    </veche-sheet>`;
  }
}

customElements.define('veche-rating-sheet', RatingSheet);
