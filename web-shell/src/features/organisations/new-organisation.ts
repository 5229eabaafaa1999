import { html, nothing, unsafeCSS } from 'lit';
import type { OrganisationKind } from '@veche/contract';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import '../../parts/sheet.ts';
import styles from './organisations.css?inline';
import { organisationPath, problemWords } from './words.ts';

const kinds: readonly OrganisationKind[] = ['school', 'agency', 'company'];

/** Makes an organisation and goes to it. */
class NewOrganisation extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    failure: { state: true },
    isBusy: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare failure: string | null;
  declare isBusy: boolean;

  constructor() {
    super();
    this.failure = null;
    this.isBusy = false;
  }

  #close = (): void => void this.dispatchEvent(new Event('close'));

  #make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.isBusy) return;
    const { client, router, words } = this.shell;
    const value = (id: string) => this.renderRoot.querySelector<HTMLInputElement>(id)?.value.trim() ?? '';
    const kind = kinds.find((one) => one === value('#kind')) ?? 'school';
    const webHost = value('#host').toLowerCase();
    [this.isBusy, this.failure] = [true, null];
    try {
      const { organisation } = await client.call('organisations.create', {
        ...{ kind, names: { ru: value('#ru'), en: value('#en') }, slug: value('#slug').toLowerCase() },
        ...(webHost !== '' && { webHost }),
      });
      this.#close();
      router.go(organisationPath(organisation.organisationId));
    } catch (error) {
      this.failure = problemWords(words, error);
    } finally {
      this.isBusy = false;
    }
  };

  override render() {
    const { t } = this.shell.words;
    const field = (id: string, label: string, maxlength: number, hint?: string) =>
      html`<div class="field">
        <label for=${id}>${label}</label>
        <input
          id=${id}
          maxlength=${maxlength}
          autocomplete="off"
          ?data-autofocus=${id === 'ru'}
          aria-describedby=${hint === undefined ? nothing : `${id}-hint`}
        />
        ${hint === undefined ? nothing : html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
      </div>`;
    return html`<veche-sheet .shell=${this.shell} .heading=${t('organisations.create')} @close=${this.#close}>
      <form class="form" novalidate @submit=${this.#make}>
        <label class="field">
          <span class="label">${t('organisations.kind')}</span>
          <select class="input" id="kind">
            ${kinds.map((kind) => html`<option value=${kind}>${t(`organisations.kind.${kind}`)}</option>`)}
          </select>
        </label>
        ${field('ru', t('organisations.nameRu'), 100, t('organisations.nameHint'))}
        ${field('en', t('organisations.nameEn'), 100)}
        ${field('slug', t('organisations.slug'), 32, t('organisations.slugHint'))}
        ${field('host', t('organisations.host'), 253)}
        ${this.failure === null ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
        <button class="button" data-kind="primary" ?disabled=${this.isBusy}>${t('organisations.create')}</button>
      </form>
    </veche-sheet>`;
  }
}

customElements.define('veche-new-organisation', NewOrganisation);
