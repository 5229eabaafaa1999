import { html, nothing, unsafeCSS } from 'lit';
import type { organisations, OutputOf } from '@veche/contract';
import { ShellElement } from '../../parts/element.ts';
import { organisationMark, organisationStyles } from '../../parts/organisation-mark.ts';
import { none, pageStyles, problem, waiting } from '../../parts/page.ts';
import '../../parts/sheet.ts';
import { errorWords } from '../../state/error-words.ts';
import styles from './organisations.css?inline';
import { markOf, nameOf, problemWords } from './words.ts';

type Queued = OutputOf<typeof organisations.queue>['organisations'][number];
type Outcome = 'verified' | 'refused' | 'withdrawn';

/** Organisations that ask to be verified, and those that are, for moderators of the platform. */
class OrganisationQueue extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    waiting: { state: true },
    verified: { state: true },
    failure: { state: true },
    deciding: { state: true },
    wrong: { state: true },
    isBusy: { state: true },
  };
  static override styles = [
    ...pageStyles,
    organisationStyles,
    unsafeCSS(styles),
    unsafeCSS(':host { display: grid; gap: 24px; overflow: visible } blockquote { overflow-wrap: anywhere }'),
  ];

  declare waiting: readonly Queued[] | null;
  declare verified: readonly Queued[];
  declare failure: string | null;
  declare deciding: { readonly organisation: Queued; readonly outcome: Outcome } | null;
  declare wrong: string | null;
  declare isBusy: boolean;

  constructor() {
    super();
    [this.waiting, this.failure, this.deciding, this.wrong] = [null, null, null, null];
    this.verified = [];
    this.isBusy = false;
  }

  override firstUpdated(): void {
    void this.#load();
  }

  async #load(): Promise<void> {
    const { client, words } = this.shell;
    this.failure = null;
    try {
      const [waits, verified] = await Promise.all([
        client.call('organisations.queue', {}),
        client.call('organisations.queue', { state: 'verified' }),
      ]);
      [this.waiting, this.verified] = [waits.organisations, verified.organisations];
    } catch (error) {
      this.failure = errorWords(words, error);
    }
  }

  #decide = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.deciding === null || this.isBusy) return;
    const { client, notices, words } = this.shell;
    const { organisation, outcome } = this.deciding;
    const value = (id: string) =>
      this.renderRoot.querySelector<HTMLInputElement | HTMLTextAreaElement>(id)?.value.trim() ?? '';
    const [note, ru, en] = [value('#note'), value('#official-ru'), value('#official-en')];
    if (note === '') return void (this.wrong = words.t('verdict.noteMissing'));
    if ((ru === '') !== (en === '')) return void (this.wrong = words.t('organisations.bothNames'));
    [this.wrong, this.isBusy] = [null, true];
    try {
      await client.call('organisations.decide', {
        ...{ organisationId: organisation.organisationId, askedAt: organisation.askedAt, outcome, note },
        ...(ru !== '' && { officialNames: { ru, en } }),
      });
      this.deciding = null;
      notices.show(words.t(`organisations.${outcome}Done`));
      await this.#load();
    } catch (error) {
      this.wrong = problemWords(words, error);
    }
    this.isBusy = false;
  };

  #sheet({ organisation, outcome }: NonNullable<typeof this.deciding>) {
    const { words } = this.shell;
    const { t } = words;
    const name = (id: string, label: string) =>
      html`<div class="field">
        <label for=${id}>${label}</label>
        <input id=${id} maxlength="100" autocomplete="off" aria-describedby="official-hint" />
      </div>`;
    return html`<veche-sheet
      .shell=${this.shell}
      .heading=${`${t(`organisations.decide.${outcome}`)}: ${nameOf(words, organisation)}`}
      @close=${() => (this.deciding = null)}
    >
      <form class="form" novalidate @submit=${this.#decide}>
        <div class="field">
          <label for="note">${t('verdict.note')}</label>
          <textarea class="input" id="note" rows="3" maxlength="500" data-autofocus></textarea>
        </div>
        ${
          outcome === 'verified'
            ? html`${name('official-ru', t('organisations.officialRu'))}
                ${name('official-en', t('organisations.officialEn'))}
                <p class="hint" id="official-hint">${t('organisations.officialHint')}</p>`
            : nothing
        }
        ${this.wrong === null ? nothing : html`<p class="error" role="alert">${this.wrong}</p>`}
        <button class="button" data-kind="primary" ?disabled=${this.isBusy}>${t('verdict.send')}</button>
      </form>
    </veche-sheet>`;
  }

  #card(organisation: Queued, outcomes: readonly Outcome[]) {
    const { words } = this.shell;
    const { t } = words;
    const { kind, names, webHost, request, owners, slug } = organisation;
    return html`<li>
      <div class="pad">
        ${organisationMark(words, markOf(words, organisation))}
        <p class="soft">
          ${t(`organisations.kind.${kind}`)} · <bdi>${names.ru}</bdi> · <bdi>${names.en}</bdi> ·
          ${slug}${webHost === undefined ? nothing : html` · ${webHost}`}
        </p>
        <p class="soft">${t('organisations.owners')} ${owners.map(({ name }) => name).join(', ')}</p>
        <blockquote><bdi>${request}</bdi></blockquote>
        <div class="acts">
          ${outcomes.map(
            (outcome) =>
              html`<button
                class="button"
                aria-haspopup="dialog"
                aria-label=${`${t(`organisations.decide.${outcome}`)}: ${nameOf(words, organisation)}`}
                @click=${() => ([this.deciding, this.wrong] = [{ organisation, outcome }, null])}
              >
                ${t(`organisations.decide.${outcome}`)}
              </button>`,
          )}
        </div>
      </div>
    </li>`;
  }

  override render() {
    const { t } = this.shell.words;
    if (this.failure !== null) return problem(this.shell, this.failure, () => void this.#load());
    if (this.waiting === null) return waiting(this.shell);
    return html`${
      this.waiting.length === 0
        ? none(t('organisations.queueEmpty'))
        : html`<ul class="card" aria-label=${t('organisations.queue')}>
            ${this.waiting.map((one) => this.#card(one, ['verified', 'refused']))}
          </ul>`
    }
    ${
      this.verified.length === 0
        ? nothing
        : html`<section aria-labelledby="verified">
            <h2 id="verified">${t('organisations.verifiedList')}</h2>
            <ul class="card" aria-labelledby="verified">
              ${this.verified.map((one) => this.#card(one, ['withdrawn']))}
            </ul>
          </section>`
    }
    ${this.deciding === null ? nothing : this.#sheet(this.deciding)}`;
  }
}

customElements.define('veche-organisation-queue', OrganisationQueue);
