import { html, nothing, type TemplateResult, unsafeCSS } from 'lit';
import type { ReleaseInReview } from '@veche/contract';
import { appScopeCatalogue } from '@veche/contract/bridge-light';
import { keptWords } from '../../i18n/scopes.ts';
import { appIcon } from '../../parts/app-icon.ts';
import { ShellElement } from '../../parts/element.ts';
import { followLanguage } from '../../parts/follow-language.ts';
import { organisationMark, organisationStyles } from '../../parts/organisation-mark.ts';
import { none, pagedList, pageStyles } from '../../parts/page.ts';
import { createPaged, type Paged } from '../../state/paged.ts';
import './decide-sheet.ts';
import type { Decision } from './decide-sheet.ts';
import { reviewPath } from './places.ts';
import styles from './releases.css?inline';
import { contentWords, versionWords } from './words.ts';

/** Releases that wait for a moderator of the platform, the longest first. */
class ReleaseQueue extends ShellElement {
  static override properties = { ...ShellElement.properties, deciding: { state: true } };
  static override styles = [
    ...pageStyles,
    organisationStyles,
    unsafeCSS(`${styles} :host { display: grid; overflow: visible }`),
  ];

  /** The release that is being decided on, and how. */
  declare deciding: { readonly release: ReleaseInReview; readonly outcome: Decision } | null;
  #list: Paged<ReleaseInReview> | null = null;

  constructor() {
    super();
    this.deciding = null;
    followLanguage(this, () => {
      const { client, words } = this.shell;
      this.#list ??= createPaged(this.shell, async () => ({
        items: (await client.call('releases.queue', { language: words.language.peek() })).releases,
      }));
      void this.#list.load();
    });
  }

  #decided = (): void => {
    const gone = this.deciding?.release;
    this.deciding = null;
    this.#list?.patch((list) => list.filter(({ app, releaseId }) => app !== gone?.app || releaseId !== gone.releaseId));
  };

  #asked({ scopes, newScopes }: ReleaseInReview): TemplateResult {
    const { words } = this.shell;
    const { t } = words;
    const added = scopes.filter(({ scope }) => newScopes.includes(scope));
    if (added.length === 0) return html`<p class="soft">${t('releases.nothingNew')}</p>`;
    return html`<p>${t('releases.newScopes')}</p>
      <ul class="asks">
        ${added.map(
          ({ scope, purpose, retentionDays }) =>
            html`<li>
              ${appScopeCatalogue[scope].titles[words.language.value]}: <bdi>${purpose}</bdi>
              <span class="soft">${t('releases.keeps', { time: keptWords(words, retentionDays) })}</span>
            </li>`,
        )}
      </ul>`;
  }

  #reached({ url, networkHosts }: ReleaseInReview): string {
    const { t } = this.shell.words;
    if (url !== undefined) return t('releases.ownSite');
    return networkHosts.length === 0 ? t('releases.noHosts') : t('releases.hosts', { hosts: networkHosts.join(', ') });
  }

  #card(release: ReleaseInReview) {
    const { words } = this.shell;
    const { t, dates } = words;
    const { name, app, owner, organisation, deviceFeatures, changedAt, appeal, note } = release;
    const act = (outcome: Decision) =>
      html`<button
        class="button"
        aria-haspopup="dialog"
        ?data-danger=${outcome === 'rejected'}
        aria-label=${`${t(`releases.decide.${outcome}`)}: ${name}`}
        @click=${() => (this.deciding = { release, outcome })}
      >
        ${t(`releases.decide.${outcome}`)}
      </button>`;
    return html`<li class="release">
      <div class="row">
        ${appIcon(release)}
        <span class="row-text">
          <span class="name"><bdi>${name}</bdi></span>
          <span class="soft">${app}${owner === undefined ? nothing : html` · <bdi>${owner.name}</bdi>`}</span>
          <span class="soft">${versionWords(words, release)} · ${contentWords(words, release)}</span>
        </span>
        <time class="soft" datetime=${changedAt}>${dates.brief(changedAt)}</time>
      </div>
      ${organisation === undefined ? nothing : organisationMark(words, organisation)} ${this.#asked(release)}
      <p class="soft">${this.#reached(release)}</p>
      ${
        deviceFeatures.length === 0
          ? nothing
          : html`<p class="soft">
              ${t('releases.features', { features: deviceFeatures.map((one) => t(`releases.device.${one}`)).join('; ') })}
            </p>`
      }
      ${
        appeal === undefined
          ? nothing
          : html`<p>${t('releases.appealed')}</p>
              ${note === undefined ? nothing : html`<p class="soft">${t('releases.noteBefore', { text: note })}</p>`}
              <blockquote><bdi>${appeal}</bdi></blockquote>`
      }
      <a href=${reviewPath(release)}>${t('releases.open')}</a>
      <div class="acts">${act('approved')} ${act('rejected')}</div>
    </li>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { deciding } = this;
    if (this.#list === null) return nothing;
    return html`${pagedList(this.shell, this.#list, {
      label: t('moderation.releases'),
      empty: none(t('releases.queueEmpty')),
      item: (release) => this.#card(release),
    })}
    ${
      deciding === null
        ? nothing
        : html`<veche-release-decision
            .shell=${this.shell}
            .release=${deciding.release}
            .outcome=${deciding.outcome}
            @decided=${this.#decided}
            @close=${() => (this.deciding = null)}
          ></veche-release-decision>`
    }`;
  }
}

customElements.define('veche-release-queue', ReleaseQueue);
