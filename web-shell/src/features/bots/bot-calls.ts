import { html, unsafeCSS } from 'lit';
import type { AccountId, BotCall } from '@veche/contract';
import { ShellElement } from '../../parts/element.ts';
import { none, pagedList, pageStyles } from '../../parts/page.ts';
import { createPaged, type Paged } from '../../state/paged.ts';
import styles from './bots.css?inline';
import { followNew } from './follow-new.ts';

/** The last calls of a bot; new ones come by themselves until more are asked for. */
class BotCalls extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    botId: { attribute: false },
    onlyFailed: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(`${styles} :host { overflow: visible }`)];

  declare botId: AccountId;
  declare onlyFailed: boolean;
  #calls: Paged<BotCall> | null = null;
  #hasMore = false;

  constructor() {
    super();
    this.onlyFailed = false;
    followNew(this, () => {
      if (!this.#hasMore && this.#calls?.isBusy.peek() === false) void this.#calls.load();
    });
  }

  override willUpdate(): void {
    if (this.#calls !== null) return;
    const { client } = this.shell;
    const [accountId, failed] = [this.botId, this.onlyFailed];
    this.#calls = createPaged(this.shell, async (from) => {
      this.#hasMore = 'cursor' in from;
      const { calls, nextCursor } = await client.call('bots.listCalls', { accountId, failed, ...from });
      return { items: calls, nextCursor };
    });
    void this.#calls.load();
  }

  #choose(onlyFailed: boolean): void {
    this.onlyFailed = onlyFailed;
    this.#calls = null;
  }

  #call({ at, dialect, method, status, code, latencyMs }: BotCall) {
    const { t, dates } = this.shell.words;
    return html`<li>
      <div class="row">
        <span class="row-text">
          <span class="name cut" lang="en">${method}</span>
          <span class="soft">${t(`console.form.${dialect}`)} · ${t('console.ms', { count: latencyMs })}</span>
          ${code === undefined ? '' : html`<span class="reason" lang="en">${code}</span>`}
        </span>
        <span class="mark" data-state=${code === undefined ? 'delivered' : 'dead'}>${status}</span>
        <time class="soft" datetime=${at}>${dates.brief(at)}</time>
      </div>
    </li>`;
  }

  override render() {
    const { t } = this.shell.words;
    const filter = (onlyFailed: boolean, label: string) =>
      html`<button
        class="button"
        aria-pressed=${this.onlyFailed === onlyFailed}
        @click=${() => this.#choose(onlyFailed)}
      >
        ${label}
      </button>`;
    return html`<div class="parts">
      <p class="soft">${t('console.callsLead')}</p>
      <div class="tabs" role="group" aria-label=${t('console.filter')}>
        ${filter(false, t('console.allCalls'))} ${filter(true, t('console.failedCalls'))}
      </div>
      ${
        this.#calls === null
          ? ''
          : pagedList(this.shell, this.#calls, {
              label: t('console.tab.calls'),
              empty: none(t('console.noCalls')),
              item: (call) => this.#call(call),
            })
      }
    </div>`;
  }
}

customElements.define('veche-bot-calls', BotCalls);
