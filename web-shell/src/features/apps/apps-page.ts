import { html, nothing, unsafeCSS } from 'lit';
import type { AppCategory, CatalogueApp } from '@veche/contract';
import { appCategories } from '@veche/contract/light';
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw';
import flag from 'lucide-static/icons/flag.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import star from 'lucide-static/icons/star.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { appIcon } from '../../parts/app-icon.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { mark } from '../../parts/mark.ts';
import { organisationMark, organisationStyles } from '../../parts/organisation-mark.ts';
import type { Menu } from '../../parts/menu.ts';
import '../../parts/menu.ts';
import { pagedContent, waiting } from '../../parts/page.ts';
import { attempt } from '../../state/attempt.ts';
import { createPaged, type Paged } from '../../state/paged.ts';
import '../organisations/given-apps.ts';
import styles from './apps-page.css?inline';
import '../reports/report-sheet.ts';
import './rating-sheet.ts';

/** Typing is waited for, so that not every letter asks the server. */
const PAUSE_MS = 250;

/** Shelves of apps that verified organisations answer for. */
const official = ['agency', 'school'] as const;
type Shelf = AppCategory | (typeof official)[number];

/** Two rows on a phone. */
const RECENT_SHOWN = 8;

/** The catalogue of mini-apps: what one used last, shelves, and all of them in the published order. */
class AppsPage extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    category: { state: true },
    recent: { state: true },
    rating: { state: true },
    reporting: { state: true },
  };
  static override styles = [controlStyles, organisationStyles, unsafeCSS(styles)];

  declare category: Shelf | null;
  declare recent: readonly CatalogueApp[];
  /** The app that is being rated. */
  declare rating: CatalogueApp | null;
  /** The app that is being reported. */
  declare reporting: CatalogueApp | null;
  #list: Paged<CatalogueApp> | null = null;
  #query = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.category = null;
    this.recent = [];
    this.rating = null;
    this.reporting = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override willUpdate(): void {
    if (this.#list !== null) return;
    const { client, words } = this.shell;
    this.#list = createPaged(this.shell, async (from) => {
      const { apps, nextCursor } = await client.call('catalogue.search', {
        ...(this.#query !== '' && { query: this.#query }),
        ...shelfOf(this.category),
        language: words.language.peek(),
        ...from,
      });
      return { items: apps, nextCursor };
    });
    this.#read();
  }

  #read(): void {
    void this.#list?.load();
    const language = this.shell.words.language.peek();
    // Without what was used last the page is whole all the same.
    this.shell.client.call('catalogue.recent', { language }).then(
      ({ apps }) => (this.recent = apps),
      () => undefined,
    );
  }

  #typed = (event: InputEvent): void => {
    this.#query = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#list?.load(), PAUSE_MS);
    this.requestUpdate();
  };

  #choose(category: Shelf | null): void {
    this.category = category;
    void this.#list?.load();
  }

  #open = (app: CatalogueApp): void => this.shell.router.openLayer({ run: app.slug });

  async #forget({ slug, name }: CatalogueApp): Promise<void> {
    const { client, notices, words } = this.shell;
    if (!(await attempt(this.shell, () => client.call('catalogue.forget', { app: slug })))) return;
    this.recent = this.recent.filter((app) => app.slug !== slug);
    notices.show(words.t('apps.forgotten', { name }));
    this.#read();
  }

  async #install({ slug, name }: CatalogueApp): Promise<void> {
    const { client, notices, words } = this.shell;
    if (!(await attempt(this.shell, () => client.call('apps.install', { app: slug })))) return;
    notices.show(words.t('apps.installed', { name }));
  }

  #openMenu(event: Event, app: CatalogueApp): void {
    const { t } = this.shell.words;
    const wasUsed = this.recent.some(({ appId }) => appId === app.appId);
    const items = [
      { label: t('apps.install'), icon: plus, run: () => void this.#install(app) },
      { label: t('apps.rate'), icon: star, run: () => void (this.rating = app) },
      ...(wasUsed ? [{ label: t('apps.forget'), icon: x, run: () => void this.#forget(app) }] : []),
      { label: t('report.person'), icon: flag, run: () => void (this.reporting = app) },
    ];
    const place = (event.currentTarget as HTMLElement).getBoundingClientRect();
    void this.renderRoot.querySelector<Menu>('veche-menu')?.open({ label: app.name, items }, place);
  }

  #card = (app: CatalogueApp) => {
    const { t } = this.shell.words;
    const acts = t('apps.acts', { name: app.name });
    return html`<li class="card">
      ${appIcon(app)}
      <div>
        <h2><bdi>${app.name}</bdi></h2>
        ${this.#standing(app)}
        ${app.organisation === undefined ? nothing : organisationMark(this.shell.words, app.organisation)}
      </div>
      <button
        class="icon-button"
        aria-haspopup="menu"
        aria-label=${acts}
        title=${acts}
        @click=${(event: Event) => this.#openMenu(event, app)}
      >
        ${icon(ellipsis)}
      </button>
      ${app.description === undefined ? nothing : html`<p class="description soft" dir="auto">${app.description}</p>`}
      <button class="button" aria-label=${`${t('apps.open')}: ${app.name}`} @click=${() => this.#open(app)}>
        ${t('apps.open')}
      </button>
    </li>`;
  };

  #standing({ rating, category, monthlyPeople }: CatalogueApp) {
    const { t, language } = this.shell.words;
    const average = rating?.average.toLocaleString(language.value, { minimumFractionDigits: 1 });
    return html`<p class="soft standing">
      <span>${t(`apps.category.${category}`)}</span>
      ${
        rating === undefined
          ? nothing
          : html`<span
              class="rating"
              role="img"
              aria-label=${t('apps.rated', { count: rating.count, average: average ?? '' })}
              >${icon(star)}${average}</span
            >`
      }
      ${monthlyPeople === 0 ? nothing : html`<span>${t('apps.people', { count: monthlyPeople })}</span>`}
    </p>`;
  }

  #shelves() {
    const { t } = this.shell.words;
    const shelves = [null, ...official, ...appCategories];
    const label = (category: Shelf | null) => {
      if (category === null) return t('apps.all');
      if (category === 'agency') return t('apps.official');
      return category === 'school' ? t('apps.schools') : t(`apps.category.${category}`);
    };
    // Many buttons on a wide screen, one choice on a phone.
    return html`<div class="shelves" role="group" aria-label=${t('apps.categories')}>
        ${shelves.map(
          (category) =>
            html`<button
              class="button"
              aria-pressed=${this.category === category}
              @click=${() => this.#choose(category)}
            >
              ${label(category)}
            </button>`,
        )}
      </div>
      <select
        class="input shelf"
        aria-label=${t('apps.categories')}
        @change=${({ currentTarget }: Event) =>
          this.#choose(shelves[(currentTarget as HTMLSelectElement).selectedIndex] ?? null)}
      >
        ${shelves.map((category) => html`<option ?selected=${this.category === category}>${label(category)}</option>`)}
      </select>`;
  }

  #recents() {
    if (this.recent.length === 0 || this.#query !== '' || this.category !== null) return nothing;
    return html`<section>
      <h2 id="recent">${this.shell.words.t('apps.recent')}</h2>
      <ul class="recent" aria-labelledby="recent">
        ${this.recent.slice(0, RECENT_SHOWN).map(
          (app) =>
            html`<li>
              <button class="tile" @click=${() => this.#open(app)}>
                ${appIcon(app)}<span class="cut"><bdi>${app.name}</bdi></span>
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #all(list: Paged<CatalogueApp>) {
    const { t } = this.shell.words;
    const isWhole = this.#query === '' && this.category === null;
    const empty = html`<div class="empty">
      <span class="drawing">${mark()}</span>
      <p>${t(isWhole ? 'apps.empty' : 'apps.noneFound')}</p>
    </div>`;
    return pagedContent(this.shell, list, {
      empty,
      coming: waiting(this.shell),
      content: (apps) =>
        html`<ul class="cards" aria-label=${t('apps.title')} aria-busy=${list.isBusy.value}>
          ${apps.map(this.#card)}
        </ul>`,
    });
  }

  #rated = (): void => {
    this.rating = null;
    this.shell.notices.show(this.shell.words.t('apps.ratingKept'));
    void this.#list?.again();
  };

  override render() {
    const { t } = this.shell.words;
    if (this.#list === null) return nothing;
    return html`<div class="page">
        <div>
          <h1>${t('apps.title')}</h1>
          <p class="lead">${t('apps.lead')} <a href="/settings/apps">${t('apps.own')}</a></p>
        </div>
        <input
          class="input"
          type="search"
          placeholder=${t('apps.find')}
          aria-label=${t('apps.find')}
          autocomplete="off"
          maxlength="64"
          @input=${this.#typed}
        />
        ${this.#shelves()}
        ${
          this.#query === '' && this.category === null
            ? html`<veche-given-apps .shell=${this.shell}></veche-given-apps>`
            : nothing
        }
        ${this.#recents()} ${this.#all(this.#list)}
        <details>
          <summary>${t('apps.order')}</summary>
          <p class="soft">${t('apps.orderText')}</p>
        </details>
      </div>
      ${
        this.rating === null
          ? nothing
          : html`<veche-rating-sheet
              .shell=${this.shell}
              .app=${this.rating}
              @close=${() => (this.rating = null)}
              @rated=${this.#rated}
            ></veche-rating-sheet>`
      }
      ${
        this.reporting === null
          ? nothing
          : html`<veche-report
              .shell=${this.shell}
              .reported=${{ app: this.reporting.slug, name: this.reporting.name }}
              @close=${() => (this.reporting = null)}
            ></veche-report>`
      }
      <veche-menu .shell=${this.shell}></veche-menu>`;
  }
}

/** What of the catalogue stands on a shelf. */
function shelfOf(shelf: Shelf | null) {
  if (shelf === null) return {};
  return shelf === 'agency' || shelf === 'school' ? { ownedBy: shelf } : { category: shelf };
}

customElements.define('veche-apps', AppsPage);
