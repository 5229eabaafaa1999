import { html, nothing, unsafeCSS } from 'lit';
import type { Import } from '@veche/contract';
import { ShellElement } from '../../parts/element.ts';
import { pageHead, pageStyles, problem, waiting } from '../../parts/page.ts';
import { errorWords } from '../../state/error-words.ts';
import styles from './archives.css?inline';
import { createFollow } from './follow.ts';
import './import-card.ts';
import { isMoving } from './import-words.ts';
import './import-form.ts';

/** Arriving with what was said elsewhere: a new import, and what became of the earlier ones. */
class ImportPage extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    imports: { state: true },
    failure: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(styles)];

  declare imports: readonly Import[] | null;
  declare failure: string | null;
  #follow = createFollow(() => void this.#load());

  constructor() {
    super();
    this.imports = null;
    this.failure = null;
  }

  override firstUpdated(): void {
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#follow.stop();
  }

  #load = async (): Promise<void> => {
    try {
      this.imports = (await this.shell.client.call('archives.listImports', {})).imports;
      this.failure = null;
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
    if (this.isConnected) this.#follow.next(this.imports?.some(isMoving) === true);
  };

  override render() {
    const { t } = this.shell.words;
    const { imports } = this;
    return html`<div class="page">
      ${pageHead(this.shell, t('page.import'), { path: '/settings/data', label: t('page.data') })}
      <p class="soft">${t('import.lead')}</p>
      <veche-import-form
        .shell=${this.shell}
        .into=${this.shell.router.place.value.into}
        .waits=${imports?.some(isMoving) === true}
        @started=${this.#load}
      ></veche-import-form>
      ${problem(this.shell, this.failure, () => void this.#load())}
      ${imports === null && this.failure === null ? waiting(this.shell) : nothing}
      ${
        imports === null || imports.length === 0
          ? nothing
          : html`<section aria-labelledby="list">
              <h2 id="list">${t('import.list')}</h2>
              ${imports.map(
                (one) =>
                  html`<veche-import-card .shell=${this.shell} .one=${one} @changed=${this.#load}></veche-import-card>`,
              )}
            </section>`
      }
    </div>`;
  }
}

customElements.define('veche-import', ImportPage);
