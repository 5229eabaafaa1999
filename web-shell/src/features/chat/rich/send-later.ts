import { html, nothing, unsafeCSS } from 'lit';
import type { ClientId, Scheduled } from '@veche/contract';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import '../../../parts/sheet.ts';
import { errorWords } from '../../../state/error-words.ts';
import type { Written } from '../../../sync/written.ts';
import type { OpenChat } from '../open-chat.ts';
import { readTyped, typedOf } from './composing.ts';
import styles from './rich.css?inline';

const HOUR_MS = 3_600_000;

/** Asks when a message is to be sent; a waiting one can be given other words, too. Tells `done` when it is kept. */
class SendLater extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    written: { attribute: false },
    scheduled: { attribute: false },
    busy: { state: true },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;
  /** What is to be sent; absent when a waiting message is changed. */
  declare written: Written | undefined;
  declare scheduled: Scheduled | undefined;
  declare busy: boolean;
  declare failure: string | null;
  #clientId = crypto.randomUUID() as string as ClientId;

  constructor() {
    super();
    this.busy = false;
    this.failure = null;
  }

  #close = (): void => {
    this.dispatchEvent(new Event('close'));
  };

  #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { t } = this.shell.words;
    const given = this.renderRoot.querySelector<HTMLInputElement>('#at')?.valueAsNumber ?? NaN;
    // The field speaks of this device's own time.
    const at = new Date(given + new Date(given).getTimezoneOffset() * 60_000);
    if (!(at.getTime() > Date.now())) return void (this.failure = t('later.past'));
    void this.#keep(at.toISOString());
  };

  async #keep(at: string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      await this.#call(at);
      this.dispatchEvent(new Event('done'));
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    } finally {
      this.busy = false;
    }
  }

  async #call(at: string): Promise<void> {
    const { client } = this.shell;
    const { chatId } = this.chat;
    if (this.written !== undefined) {
      await client.call('scheduled.create', { chatId, clientId: this.#clientId, at, ...this.written });
    } else if (this.scheduled !== undefined) {
      const { scheduledId, content } = this.scheduled;
      const typed = this.renderRoot.querySelector('textarea')?.value ?? '';
      const { entities: _before, ...rest } = content;
      const next = { ...rest, ...readTyped(typed) };
      await client.call('scheduled.edit', { scheduledId, at, content: next });
    }
  }

  override render() {
    const { t } = this.shell.words;
    const { scheduled } = this;
    const at = scheduled === undefined ? new Date(Date.now() + HOUR_MS) : new Date(scheduled.at);
    return html`<veche-sheet
      .shell=${this.shell}
      .heading=${t(scheduled === undefined ? 'later.title' : 'later.editTitle')}
      @close=${this.#close}
    >
      <form class="new-poll" novalidate @submit=${this.#submit}>
        ${
          scheduled === undefined
            ? nothing
            : html`<div class="field">
                <label for="words">${t('later.text')}</label>
                <textarea
                  class="input"
                  id="words"
                  rows="4"
                  maxlength="4096"
                  .value=${typedOf(scheduled.content)}
                ></textarea>
              </div>`
        }
        <div class="field">
          <label for="at">${t('later.at')}</label>
          <input
            class="input"
            id="at"
            type="datetime-local"
            data-autofocus
            .defaultValue=${localMinute(at)}
            min=${localMinute(new Date())}
          />
        </div>
        ${this.failure === null ? nothing : html`<p class="problem" role="alert">${this.failure}</p>`}
        <button class="button" data-kind="primary" ?disabled=${this.busy}>
          ${t(scheduled === undefined ? 'later.keep' : 'action.save')}
        </button>
      </form>
    </veche-sheet>`;
  }
}

/** A moment as the date field writes it. */
function localMinute(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

customElements.define('veche-send-later', SendLater);
