import { html, nothing, unsafeCSS } from 'lit';
import type { catalogue, CatalogueApp, OutputOf } from '@veche/contract';
import { appIcon } from '../../parts/app-icon.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { followLanguage } from '../../parts/follow-language.ts';
import { organisationMark, organisationStyles } from '../../parts/organisation-mark.ts';
import styles from '../apps/apps-page.css?inline';

type Given = OutputOf<typeof catalogue.fromOrganisations>['organisations'][number];

/** What the organisations of the person have installed for them; nothing without any. */
class GivenApps extends ShellElement {
  static override properties = { ...ShellElement.properties, given: { state: true } };
  static override styles = [controlStyles, organisationStyles, unsafeCSS(`${styles} :host { display: contents }`)];

  declare given: readonly Given[];

  constructor() {
    super();
    this.given = [];
    followLanguage(this, (language) => {
      // Without them the catalogue is whole all the same.
      this.shell.client.call('catalogue.fromOrganisations', { language }).then(
        ({ organisations }) => (this.given = organisations),
        () => undefined,
      );
    });
  }

  #tile(app: CatalogueApp, { organisation }: Given) {
    const run = `${app.slug}@${organisation.organisationId}`;
    return html`<li>
      <button class="tile" @click=${() => this.shell.router.openLayer({ run })}>
        ${appIcon(app)}<span class="cut"><bdi>${app.name}</bdi></span>
      </button>
    </li>`;
  }

  override render() {
    const { words } = this.shell;
    if (this.given.length === 0) return nothing;
    return html`<section>
      <h2>${words.t('apps.fromOrganisation')}</h2>
      ${this.given.map(
        (one) =>
          html`${organisationMark(words, one.organisation)}
            <ul class="recent" aria-label=${words.t('apps.fromNamed', { name: one.organisation.name })}>
              ${one.apps.map((app) => this.#tile(app, one))}
            </ul>`,
      )}
    </section>`;
  }
}

customElements.define('veche-given-apps', GivenApps);
