import { html, nothing, unsafeCSS } from 'lit';
import type { Account, moderation, OutputOf, reports } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { ShellElement } from '../../parts/element.ts';
import { none, pagedList, pageHead, pageStyles } from '../../parts/page.ts';
import '../../parts/sheet.ts';
import { errorWords } from '../../state/error-words.ts';
import { createPaged, type Paged } from '../../state/paged.ts';
import { verdictWords } from '../reports/act-words.ts';
import styles from '../reports/report-card.css?inline';
import { reportCard, type ShownReport, withAccounts } from '../reports/report-card.ts';
import './app-reports.ts';
import './verdict-form.ts';

type Act = OutputOf<typeof moderation.listActs>['acts'][number];
type ShownAct = Act & { readonly moderator: Account | undefined; readonly target: Account | undefined };
type View = 'open' | 'apps' | 'closed' | 'releases' | 'organisations' | 'acts';

const views: readonly View[] = ['open', 'apps', 'closed', 'releases', 'organisations', 'acts'];

/** What the moderators of the platform decide, and what they have done. */
class ModerationPage extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    view: { state: true },
    ending: { state: true },
    refused: { state: true },
  };
  static override styles = [
    ...pageStyles,
    unsafeCSS(`${styles} .act .row { align-items: start } .note { overflow-wrap: anywhere }`),
  ];

  declare view: View;
  /** The report that is being decided, and how. */
  declare ending: { readonly report: ShownReport; readonly outcome: reports.ReportOutcome } | null;
  /** The reader is no moderator. */
  declare refused: boolean;
  #reports: Paged<ShownReport> | null = null;
  #acts: Paged<ShownAct> | null = null;

  constructor() {
    super();
    const named = new URLSearchParams(location.search).get('view');
    this.view = views.find((view) => view === named) ?? 'open';
    this.ending = null;
    this.refused = false;
  }

  override willUpdate(): void {
    const { client } = this.shell;
    if (this.view === 'acts') {
      if (this.#acts !== null) return;
      this.#acts = createPaged(this.shell, (from) =>
        this.#watched(async () => {
          const { acts, accounts, nextCursor } = await client.call('moderation.listActs', from);
          const byId = new Map<number, Account>(accounts.map((account) => [account.accountId, account]));
          const shown = acts.map((act) => ({
            ...act,
            moderator: byId.get(act.moderatorId),
            target: byId.get(act.targetId ?? 0),
          }));
          return { items: shown, nextCursor };
        }),
      );
      void this.#acts.load();
    } else if (this.#reports === null && (this.view === 'open' || this.view === 'closed')) {
      const state = this.view;
      this.#reports = createPaged(this.shell, (from) =>
        this.#watched(async () => {
          const page = await client.call('moderation.listReports', { state, ...from });
          return { items: withAccounts(page.reports, page.accounts), nextCursor: page.nextCursor };
        }),
      );
      void this.#reports.load();
    }
  }

  async #watched<Value>(read: () => Promise<Value>): Promise<Value> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof VecheError && error.code === 'forbidden') this.refused = true;
      throw error;
    }
  }

  #choose(view: View): void {
    if (this.view === view) return;
    this.view = view;
    // A reload, and the way back from what was opened here, come to the same tab.
    this.shell.router.go(`/moderation?view=${view}`, { replace: true });
    [this.#reports, this.#acts] = [null, null];
  }

  #end = async (event: CustomEvent<{ note: string; days: number }>): Promise<void> => {
    if (this.ending === null) return;
    const { client, notices, words } = this.shell;
    const { report, outcome } = this.ending;
    const { chatId, reportId } = report;
    try {
      await client.call('moderation.closeReport', { chatId, reportId, outcome, ...event.detail });
      this.#reports?.patch((list) => list.filter((one) => one.reportId !== reportId || one.chatId !== chatId));
      this.ending = null;
      notices.show(words.t(`outcome.${outcome}`));
    } catch (error) {
      notices.show(errorWords(words, error));
    }
  };

  #reportActs(report: ShownReport) {
    const { t } = this.shell.words;
    const act = (outcome: reports.ReportOutcome, label: string) =>
      html`<button class="button" aria-haspopup="dialog" @click=${() => (this.ending = { report, outcome })}>
        ${label}
      </button>`;
    return html`${act('dismissed', t('reports.dismiss'))}
    ${report.messageId === undefined ? nothing : act('deleted', t('reports.delete'))}
    ${act('limited', t('reports.limit'))}`;
  }

  #act(act: ShownAct) {
    const { t, dates } = this.shell.words;
    const what = verdictWords(this.shell.words, act.kind);
    return html`<li class="act">
      <div class="row">
        <span class="row-text">
          <span class="name"><bdi>${act.moderator?.name ?? t('people.someone')}</bdi></span>
          <span>${what}${act.target === undefined ? nothing : html`: <bdi>${act.target.name}</bdi>`}</span>
          <span class="note soft">${act.note}</span>
        </span>
        <time class="soft" datetime=${act.at}>${dates.brief(act.at)}</time>
      </div>
    </li>`;
  }

  #list() {
    const { t } = this.shell.words;
    if (this.view === 'organisations')
      return html`<veche-organisation-queue .shell=${this.shell}></veche-organisation-queue>`;
    if (this.view === 'releases') return html`<veche-release-queue .shell=${this.shell}></veche-release-queue>`;
    if (this.view === 'apps') return html`<veche-app-reports .shell=${this.shell}></veche-app-reports>`;
    if (this.view === 'acts')
      return this.#acts === null
        ? nothing
        : pagedList(this.shell, this.#acts, {
            label: t('moderation.acts'),
            empty: none(t('acts.none')),
            item: (act) => this.#act(act),
          });
    return this.#reports === null
      ? nothing
      : pagedList(this.shell, this.#reports, {
          label: t('reports.title'),
          empty: none(t(this.view === 'open' ? 'reports.none' : 'reports.noneClosed')),
          item: (report) => reportCard(this.shell, report, this.#reportActs(report)),
        });
  }

  override render() {
    const { t } = this.shell.words;
    if (this.refused)
      return html`<div class="page">
        ${pageHead(this.shell, t('page.moderation'))} ${none(t('moderation.refused'))}
      </div>`;
    const { ending } = this;
    return html`<div class="page">
        ${pageHead(this.shell, t('page.moderation'))}
        <p class="soft">${t('moderation.lead')}</p>
        <div class="tabs">
          ${views.map(
            (view) =>
              html`<button class="button" aria-pressed=${this.view === view} @click=${() => this.#choose(view)}>
                ${t(view === 'acts' || view === 'organisations' || view === 'releases' ? `moderation.${view}` : `reports.${view}`)}
              </button>`,
          )}
        </div>
        ${this.#list()}
      </div>
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

customElements.define('veche-moderation', ModerationPage);
