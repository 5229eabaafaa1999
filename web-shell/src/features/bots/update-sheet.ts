import { html, nothing, unsafeCSS } from 'lit';
import type { AccountId, botConsole, OutputOf, UpdateDelivery, WebhookForm } from '@veche/contract';
import { ShellElement } from '../../parts/element.ts';
import { pageStyles, problem, waiting } from '../../parts/page.ts';
import '../../parts/sheet.ts';
import { errorWords } from '../../state/error-words.ts';
import styles from './bots.css?inline';
import { replay } from './replay.ts';
import { chatName } from './update-words.ts';

type Answer = OutputOf<typeof botConsole.botConsoleMethods.readUpdate>;

const forms: readonly WebhookForm[] = ['veche', 'telegram', 'max'];

/** One update: how its delivery went, and itself as the bot gets it. Tells `close`, `replayed` and `chat`. */
class UpdateSheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    botId: { attribute: false },
    delivery: { attribute: false },
    form: { state: true },
    answer: { state: true },
    failure: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(`${styles} :host { overflow: visible }`)];

  declare botId: AccountId;
  /** As it stood in the list; what is shown is read anew. */
  declare delivery: UpdateDelivery;
  declare form: WebhookForm;
  declare answer: Answer | null;
  declare failure: string | null;

  constructor() {
    super();
    this.form = 'veche';
    [this.answer, this.failure] = [null, null];
  }

  override firstUpdated(): void {
    void this.#load();
  }

  async #load(): Promise<void> {
    const { client, words } = this.shell;
    const { botId: accountId, form } = this;
    try {
      const answer = await client.call('bots.readUpdate', { accountId, updateId: this.delivery.updateId, form });
      if (form === this.form) [this.answer, this.failure] = [answer, null];
    } catch (error) {
      this.failure = errorWords(words, error);
    }
  }

  #choose(form: WebhookForm): void {
    this.form = form;
    void this.#load();
  }

  #tell(name: 'close' | 'replayed' | 'chat'): void {
    this.dispatchEvent(new Event(name));
  }

  async #replay(updateId: number): Promise<void> {
    if (!(await replay(this.shell, this.botId, [updateId]))) return;
    this.#tell('replayed');
    this.#tell('close');
  }

  #facts(update: UpdateDelivery) {
    const { words } = this.shell;
    const { t, dates } = words;
    const { chat, replayOf, attempts, attemptedAt, latencyMs, error, status, response } = update;
    const { nextAttemptAt, diedAt } = update;
    const moment = (at: string | undefined) => (at === undefined ? undefined : dates.full(at));
    const facts: readonly (readonly [string, unknown])[] = [
      [t('console.state'), t(`console.state.${update.state}`)],
      [t('console.chat'), chat === undefined ? undefined : chatName(words, chat)],
      [t('console.queuedAt'), moment(update.queuedAt)],
      [t('console.replayed.of'), replayOf],
      [t('console.attemptCount'), attempts === 0 ? undefined : attempts],
      [t('console.attemptedAt'), moment(attemptedAt)],
      [t('console.latency'), latencyMs === undefined ? undefined : t('console.ms', { count: latencyMs })],
      [t('console.status'), status],
      [t('console.error'), error],
      [t('console.nextAttemptAt'), moment(nextAttemptAt)],
      [t('console.diedAt'), moment(diedAt)],
      [t('console.response'), response === undefined || response === '' ? undefined : html`<code>${response}</code>`],
    ];
    return html`<dl class="facts">
      ${facts.map(([term, value]) =>
        value === undefined
          ? nothing
          : html`<div>
              <dt>${term}</dt>
              <dd>${value}</dd>
            </div>`,
      )}
    </dl>`;
  }

  #content({ update, bodies }: Answer) {
    const { t } = this.shell.words;
    return html`${this.#facts(update)}
      <div class="tabs" role="group" aria-label=${t('console.form')}>
        ${forms.map(
          (form) =>
            html`<button class="button" aria-pressed=${form === this.form} @click=${() => this.#choose(form)}>
              ${t(`console.form.${form}`)}
            </button>`,
        )}
      </div>
      ${
        bodies.length === 0
          ? html`<p class="soft">${t('console.withdrawn')}</p>`
          : bodies.map((body) => html`<pre class="json" lang="en">${JSON.stringify(body, null, 2)}</pre>`)
      }
      <div class="acts">
        ${
          update.state === 'delivered' || update.state === 'dead'
            ? html`<button class="button" data-kind="primary" @click=${() => void this.#replay(update.updateId)}>
                ${t('console.replay')}
              </button>`
            : nothing
        }
        ${
          update.chat === undefined
            ? nothing
            : html`<button class="button" @click=${() => this.#tell('chat')}>${t('console.onlyChat')}</button>`
        }
      </div>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { answer, failure, delivery } = this;
    const heading = `${t(`console.kind.${delivery.kind}`)} № ${delivery.updateId}`;
    return html`<veche-sheet .shell=${this.shell} .heading=${heading} @close=${() => this.#tell('close')}>
      <div class="form">
        ${problem(this.shell, failure, () => void this.#load())}
        ${answer === null ? (failure === null ? waiting(this.shell) : nothing) : this.#content(answer)}
      </div>
    </veche-sheet>`;
  }
}

customElements.define('veche-bot-update', UpdateSheet);
