import { html, nothing, unsafeCSS } from 'lit';
import type { ChatId } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { ShellElement } from '../../parts/element.ts';
import { none, pagedList, pageStyles } from '../../parts/page.ts';
import { errorWords } from '../../state/error-words.ts';
import { createPaged, type Paged } from '../../state/paged.ts';
import styles from './report-card.css?inline';
import { reportCard, type ShownReport, withAccounts } from './report-card.ts';

/** Reports from a chat, for its admins who may delete messages. */
class ReportQueue extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chatId: { attribute: false },
    closed: { state: true },
    busy: { state: true },
  };
  static override styles = [
    ...pageStyles,
    unsafeCSS(`${styles} :host { display: grid; gap: 16px; overflow: visible }`),
  ];

  declare chatId: ChatId;
  declare closed: boolean;
  declare busy: boolean;
  #list: Paged<ShownReport> | null = null;

  constructor() {
    super();
    this.closed = false;
    this.busy = false;
  }

  override willUpdate(): void {
    if (this.#list !== null) return;
    this.#list = createPaged(this.shell, async (from) => {
      const state = this.closed ? 'closed' : 'open';
      const page = await this.shell.client.call('reports.list', { chatId: this.chatId, state, ...from });
      return { items: withAccounts(page.reports, page.accounts), nextCursor: page.nextCursor };
    });
    void this.#list.load();
  }

  #choose(closed: boolean): void {
    if (this.closed === closed) return;
    this.closed = closed;
    this.#list = null;
  }

  async #end(report: ShownReport, outcome: 'dismissed' | 'deleted'): Promise<void> {
    if (this.busy) return;
    const { client, notices, words } = this.shell;
    const { chatId, reportId } = report;
    this.busy = true;
    try {
      await client.call('reports.close', { chatId, reportId, outcome });
      this.#list?.patch((list) => list.filter((one) => one.reportId !== reportId));
      notices.show(words.t(`outcome.${outcome}`));
    } catch (error) {
      const isTheirs = error instanceof VecheError && error.code === 'conflict';
      notices.show(isTheirs ? words.t('reports.platform') : errorWords(words, error));
    }
    this.busy = false;
  }

  #acts(report: ShownReport) {
    const { t } = this.shell.words;
    return html`<button class="button" ?disabled=${this.busy} @click=${() => void this.#end(report, 'dismissed')}>
        ${t('reports.dismiss')}
      </button>
      ${
        report.messageId === undefined
          ? nothing
          : html`<button
              class="button"
              data-danger
              ?disabled=${this.busy}
              @click=${() => void this.#end(report, 'deleted')}
            >
              ${t('reports.delete')}
            </button>`
      }`;
  }

  override render() {
    const { t } = this.shell.words;
    if (this.#list === null) return html``;
    const tab = (closed: boolean) =>
      html`<button class="button" aria-pressed=${this.closed === closed} @click=${() => this.#choose(closed)}>
        ${t(closed ? 'reports.closed' : 'reports.open')}
      </button>`;
    return html`<div class="tabs">${tab(false)} ${tab(true)}</div>
      ${pagedList(this.shell, this.#list, {
        label: t('reports.title'),
        empty: none(t(this.closed ? 'reports.noneClosed' : 'reports.none')),
        item: (report) => reportCard(this.shell, report, this.#acts(report)),
      })}`;
  }
}

customElements.define('veche-report-queue', ReportQueue);
