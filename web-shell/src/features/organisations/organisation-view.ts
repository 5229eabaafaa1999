import { html, nothing, unsafeCSS } from 'lit';
import type { OrganisationId, OwnOrganisation } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { ShellElement } from '../../parts/element.ts';
import { organisationMark, organisationStyles } from '../../parts/organisation-mark.ts';
import { none, pageHead, pageStyles, problem, waiting } from '../../parts/page.ts';
import { errorWords } from '../../state/error-words.ts';
import './organisation-apps.ts';
import './organisation-people.ts';
import styles from './organisations.css?inline';
import { markOf, nameOf, problemWords } from './words.ts';

/** One organisation for one of its people: who it is, its people, its apps, and the way out. */
class OrganisationView extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    organisationId: { attribute: false },
    organisation: { state: true },
    failure: { state: true },
    wrong: { state: true },
  };
  static override styles = [...pageStyles, organisationStyles, unsafeCSS(styles)];

  declare organisationId: OrganisationId;
  /** Null before it was read; undefined: there is none of one's own. */
  declare organisation: OwnOrganisation | null | undefined;
  declare failure: string | null;
  /** What was wrong with the request for verification. */
  declare wrong: string | null;
  #read: number | null = null;

  constructor() {
    super();
    [this.organisation, this.failure, this.wrong] = [null, null, null];
  }

  override willUpdate(): void {
    if (this.#read === this.organisationId) return;
    this.#read = this.organisationId;
    void this.#load();
  }

  #load = async (): Promise<void> => {
    this.failure = null;
    try {
      const { organisations } = await this.shell.client.call('organisations.own', {});
      const found = organisations.find(({ organisationId }) => organisationId === this.organisationId);
      this.organisation = found?.isInvited === true ? undefined : found;
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
  };

  #ask = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { client, notices, words } = this.shell;
    const text = this.renderRoot.querySelector('textarea')?.value.trim() ?? '';
    this.wrong = text === '' ? words.t('organisations.requestMissing') : null;
    if (text === '') return this.renderRoot.querySelector('textarea')?.focus();
    try {
      const { organisationId } = this;
      this.organisation = (
        await client.call('organisations.requestVerification', { organisationId, text })
      ).organisation;
      notices.show(words.t('organisations.requested'));
    } catch (error) {
      this.wrong = problemWords(words, error);
    }
  };

  async #end(organisation: OwnOrganisation, how: 'leave' | 'close'): Promise<void> {
    const { client, notices, router, words } = this.shell;
    const name = nameOf(words, organisation);
    const agreed = await notices.ask({
      title: words.t(`organisations.${how}Title`, { name }),
      text: words.t(`organisations.${how}Text`),
      accept: words.t(`organisations.${how}`),
      cancel: words.t('action.cancel'),
    });
    if (!agreed) return;
    try {
      await client.call(`organisations.${how}`, { organisationId: this.organisationId });
      router.go('/settings/organisations');
    } catch (error) {
      const isHeld = error instanceof VecheError && error.code === 'conflict';
      const held = words.t(how === 'leave' ? 'organisations.lastOwner' : 'organisations.closeHeld');
      notices.show(isHeld ? held : problemWords(words, error));
    }
  }

  #verification({ verification, note, role }: OwnOrganisation) {
    const { t } = this.shell.words;
    const mayAsk = role === 'owner' && verification !== 'verified' && verification !== 'waiting';
    return html`<section aria-labelledby="verification">
      <h2 id="verification">${t('organisations.verification')}</h2>
      <p>${t(`organisations.verification.${verification}`)}</p>
      ${
        note === undefined || verification === 'none' || verification === 'waiting'
          ? nothing
          : html`<p class="note soft">${t('organisations.note')} <bdi>${note}</bdi></p>`
      }
      ${
        mayAsk
          ? html`<form class="form" novalidate @submit=${this.#ask}>
              <div class="field">
                <label for="request">${t('organisations.request')}</label>
                <textarea
                  class="input"
                  id="request"
                  rows="3"
                  maxlength="1000"
                  aria-describedby="request-hint"
                ></textarea>
                <p class="hint" id="request-hint">${t('organisations.requestHint')}</p>
                ${this.wrong === null ? nothing : html`<p class="error" role="alert">${this.wrong}</p>`}
              </div>
              <button class="button">${t('organisations.ask')}</button>
            </form>`
          : nothing
      }
    </section>`;
  }

  #content(organisation: OwnOrganisation) {
    const { words } = this.shell;
    const { t } = words;
    const { kind, role, memberCount } = organisation;
    const isAlone = role === 'owner' && memberCount === 1;
    return html`<div class="head-text">
        ${organisationMark(words, markOf(words, organisation))}
        <p class="soft">
          ${t(`organisations.kind.${kind}`)}${
            memberCount === undefined ? nothing : ` · ${t('organisations.members', { count: memberCount })}`
          }
        </p>
        <p class="soft">${t(`organisations.role.${role}`)}. ${t(`organisations.means.${role}`)}</p>
      </div>
      ${this.#verification(organisation)}
      <section aria-labelledby="people">
        <h2 id="people">${t('organisations.people')}</h2>
        <veche-organisation-people
          .shell=${this.shell}
          .organisation=${organisation}
          @changed=${this.#load}
        ></veche-organisation-people>
      </section>
      <veche-organisation-apps .shell=${this.shell} .organisation=${organisation}></veche-organisation-apps>
      <div class="acts">
        <button class="button" data-danger @click=${() => void this.#end(organisation, isAlone ? 'close' : 'leave')}>
          ${t(isAlone ? 'organisations.close' : 'organisations.leave')}
        </button>
      </div>`;
  }

  override render() {
    const { words } = this.shell;
    const { t } = words;
    const { organisation } = this;
    const title = organisation == null ? t('page.organisations') : nameOf(words, organisation);
    const back = { path: '/settings/organisations', label: t('page.organisations') };
    return html`<div class="page">
      ${pageHead(this.shell, title, back)} ${problem(this.shell, this.failure, () => void this.#load())}
      ${organisation === null && this.failure === null ? waiting(this.shell) : nothing}
      ${organisation === undefined ? none(t('organisations.noSuch')) : nothing}
      ${organisation == null ? nothing : this.#content(organisation)}
    </div>`;
  }
}

customElements.define('veche-organisation', OrganisationView);
