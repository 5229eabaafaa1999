import { html, nothing, unsafeCSS } from 'lit';
import type { ReportedApp } from '@veche/contract';
import { appIcon } from '../../parts/app-icon.ts';
import { ShellElement } from '../../parts/element.ts';
import { organisationMark, organisationStyles } from '../../parts/organisation-mark.ts';
import { none, pagedList, pageStyles } from '../../parts/page.ts';
import '../../parts/sheet.ts';
import { errorWords } from '../../state/error-words.ts';
import { createPaged, type Paged } from '../../state/paged.ts';
import styles from '../reports/report-card.css?inline';
import './verdict-form.ts';

type Outcome = 'dismissed' | 'killed';

/** Mini-apps that people reported, for the moderators of the platform. */
class AppReports extends ShellElement {
  static override properties = { ...ShellElement.properties, ending: { state: true } };
  static override styles = [
    ...pageStyles,
    organisationStyles,
    unsafeCSS(`${styles} :host { display: grid; overflow: visible }`),
  ];

  /** The app that is being decided on, and how. */
  declare ending: { readonly reported: ReportedApp; readonly outcome: Outcome } | null;
  #list: Paged<ReportedApp> | null = null;

  constructor() {
    super();
    this.ending = null;
  }

  override willUpdate(): void {
    if (this.#list !== null) return;
    const { client, words } = this.shell;
    this.#list = createPaged(this.shell, async () => {
      const { apps } = await client.call('appReports.list', { language: words.language.peek() });
      return { items: apps, nextCursor: undefined };
    });
    void this.#list.load();
  }

  #end = async ({ detail: { note } }: CustomEvent<{ note: string }>): Promise<void> => {
    if (this.ending === null) return;
    const { client, notices, words } = this.shell;
    const { reported, outcome } = this.ending;
    const { slug: app, release: releaseId } = reported.app;
    try {
      if (outcome === 'dismissed') await client.call('appReports.dismiss', { app, until: reported.until, note });
      else await client.call('releases.kill', { app, releaseId, note });
      this.#list?.patch((list) => list.filter((one) => one.app.slug !== app));
      this.ending = null;
      notices.show(words.t(outcome === 'dismissed' ? 'outcome.dismissed' : 'outcome.releaseKilled'));
    } catch (error) {
      notices.show(errorWords(words, error));
    }
  };

  #card(reported: ReportedApp) {
    const { words } = this.shell;
    const { t, dates } = words;
    const { app, owner, reasons, comments, since } = reported;
    const act = (outcome: Outcome) =>
      html`<button
        class="button"
        aria-haspopup="dialog"
        ?data-danger=${outcome === 'killed'}
        @click=${() => (this.ending = { reported, outcome })}
      >
        ${t(outcome === 'killed' ? 'reports.kill' : 'reports.dismiss')}
      </button>`;
    return html`<li class="report">
      <div class="row">
        ${appIcon(app)}
        <span class="row-text">
          <span class="name cut"><bdi>${app.name}</bdi></span>
          <span class="soft"
            >${app.slug}${owner === undefined || app.organisation !== undefined ? nothing : html` · <bdi>${owner.name}</bdi>`}</span
          >
          <span class="soft">
            ${reasons.map(({ reason, count }) => `${t(`reason.${reason}`)}: ${count}`).join(', ')}
          </span>
        </span>
        <time class="soft" datetime=${since}>${dates.brief(since)}</time>
      </div>
      ${app.organisation === undefined ? nothing : organisationMark(words, app.organisation)}
      ${comments.map((text) => html`<p class="comment">${t('reports.comment', { text })}</p>`)}
      <a href=${`/apps?run=${app.slug}`}>${t('reports.openApp')}</a>
      <div class="acts">${act('dismissed')} ${act('killed')}</div>
    </li>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { ending } = this;
    if (this.#list === null) return nothing;
    return html`${pagedList(this.shell, this.#list, {
      label: t('reports.title'),
      empty: none(t('reports.none')),
      item: (reported) => this.#card(reported),
    })}
    ${
      ending === null
        ? nothing
        : html`<veche-sheet
            .shell=${this.shell}
            .heading=${t(`verdict.${ending.outcome}`)}
            @close=${() => (this.ending = null)}
          >
            <veche-verdict .shell=${this.shell} .outcome=${ending.outcome} @verdict=${this.#end}></veche-verdict>
          </veche-sheet>`
    }`;
  }
}

customElements.define('veche-app-reports', AppReports);
