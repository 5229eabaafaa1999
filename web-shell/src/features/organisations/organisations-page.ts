import { html, nothing, unsafeCSS } from 'lit';
import type { OwnOrganisation } from '@veche/contract';
import chevron from 'lucide-static/icons/chevron-right.svg?raw';
import { avatar } from '../../parts/avatar.ts';
import { ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { organisationMark, organisationStyles } from '../../parts/organisation-mark.ts';
import { none, pageHead, pageStyles, problem, waiting } from '../../parts/page.ts';
import { errorWords } from '../../state/error-words.ts';
import './new-organisation.ts';
import styles from './organisations.css?inline';
import { markOf, nameOf, organisationPath, problemWords, readOrganisationPlace } from './words.ts';

/** One's organisations, invitations to others, and the making of one; one that the address names is shown by itself. */
class OrganisationsPage extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    organisations: { state: true },
    failure: { state: true },
    isMaking: { state: true },
    isBusy: { state: true },
  };
  static override styles = [...pageStyles, organisationStyles, unsafeCSS(styles)];

  declare organisations: readonly OwnOrganisation[] | null;
  declare failure: string | null;
  declare isMaking: boolean;
  declare isBusy: boolean;
  #shown: number | null | undefined;

  constructor() {
    super();
    [this.organisations, this.failure] = [null, null];
    [this.isMaking, this.isBusy] = [false, false];
  }

  override willUpdate(): void {
    const named = readOrganisationPlace(location.search);
    if (this.#shown === named) return;
    this.#shown = named;
    if (named === null) return void this.#load();
    const { notices, words } = this.shell;
    import('./organisation-view.ts').catch(() => notices.show(words.t('app.loadFailed')));
  }

  async #load(): Promise<void> {
    this.failure = null;
    try {
      this.organisations = (await this.shell.client.call('organisations.own', {})).organisations;
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
  }

  async #answer({ organisationId }: OwnOrganisation, isAccepted: boolean): Promise<void> {
    if (this.isBusy) return;
    const { client, notices, words } = this.shell;
    this.isBusy = true;
    try {
      await client.call('organisations.answer', { organisationId, isAccepted });
      notices.show(words.t(isAccepted ? 'organisations.joined' : 'organisations.declined'));
    } catch (error) {
      notices.show(problemWords(words, error));
    }
    await this.#load();
    this.isBusy = false;
  }

  #invitation(organisation: OwnOrganisation) {
    const { words } = this.shell;
    const { t } = words;
    const name = nameOf(words, organisation);
    return html`<li>
      <div class="pad">
        ${organisationMark(words, markOf(words, organisation))}
        <p class="soft">${t(`organisations.kind.${organisation.kind}`)}</p>
        <p>${t('organisations.memberMeans')}</p>
        <div class="acts">
          <button
            class="button"
            data-kind="primary"
            aria-label=${t('organisations.acceptNamed', { name })}
            ?disabled=${this.isBusy}
            @click=${() => void this.#answer(organisation, true)}
          >
            ${t('organisations.accept')}
          </button>
          <button
            class="button"
            aria-label=${t('organisations.declineNamed', { name })}
            ?disabled=${this.isBusy}
            @click=${() => void this.#answer(organisation, false)}
          >
            ${t('organisations.decline')}
          </button>
        </div>
      </div>
    </li>`;
  }

  #own(organisation: OwnOrganisation) {
    const { words } = this.shell;
    const { t } = words;
    const { organisationId, kind, role } = organisation;
    return html`<li>
      <a class="row" href=${organisationPath(organisationId)}>
        ${avatar(organisationId, nameOf(words, organisation))}
        <span class="row-text">
          ${organisationMark(words, markOf(words, organisation))}
          <span class="soft">${t(`organisations.kind.${kind}`)} · ${t(`organisations.role.${role}`)}</span>
        </span>
        ${icon(chevron)}
      </a>
    </li>`;
  }

  #lists(organisations: readonly OwnOrganisation[]) {
    const { t } = this.shell.words;
    const invited = organisations.filter(({ isInvited }) => isInvited);
    const own = organisations.filter(({ isInvited }) => !isInvited);
    return html`${
        invited.length === 0
          ? nothing
          : html`<section aria-labelledby="invitations">
              <h2 id="invitations">${t('organisations.invitations')}</h2>
              <ul class="card" aria-labelledby="invitations">
                ${invited.map((one) => this.#invitation(one))}
              </ul>
            </section>`
      }
      ${
        own.length === 0
          ? none(t('organisations.none'))
          : html`<ul class="card" aria-label=${t('page.organisations')}>
              ${own.map((one) => this.#own(one))}
            </ul>`
      }
      <button class="button more" aria-haspopup="dialog" @click=${() => (this.isMaking = true)}>
        ${t('organisations.create')}
      </button>`;
  }

  override render() {
    const { router, words } = this.shell;
    const { t } = words;
    // The address is read anew whenever the place changes.
    const named = readOrganisationPlace(router.place.value.page === 'organisations' ? location.search : '');
    if (named !== null)
      return html`<veche-organisation .shell=${this.shell} .organisationId=${named}></veche-organisation>`;
    return html`<div class="page">
        ${pageHead(this.shell, t('page.organisations'))}
        <p class="soft">${t('organisations.lead')}</p>
        ${problem(this.shell, this.failure, () => void this.#load())}
        ${
          this.organisations === null
            ? this.failure === null
              ? waiting(this.shell)
              : nothing
            : this.#lists(this.organisations)
        }
      </div>
      ${
        this.isMaking
          ? html`<veche-new-organisation
              .shell=${this.shell}
              @close=${() => (this.isMaking = false)}
            ></veche-new-organisation>`
          : nothing
      }`;
  }
}

customElements.define('veche-organisations', OrganisationsPage);
