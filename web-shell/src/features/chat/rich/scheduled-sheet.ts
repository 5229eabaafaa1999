import { html, nothing, type TemplateResult, unsafeCSS } from 'lit';
import type { Scheduled } from '@veche/contract';
import { controlStyles } from '../../../parts/element.ts';
import { codeWords, errorWords } from '../../../state/error-words.ts';
import { formattedOver } from './formatted.ts';
import { PagedSheet } from './paged-sheet.ts';
import styles from './rich.css?inline';
import './send-later.ts';

/** Own messages of a chat that wait for their time. */
class ScheduledSheet extends PagedSheet<Scheduled> {
  static override properties = { ...PagedSheet.properties, changing: { state: true } };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare changing: Scheduled | null;

  constructor() {
    super();
    this.changing = null;
  }

  protected override async read(cursor: string | undefined) {
    const place = { chatId: this.chat.chatId, ...(cursor === undefined ? {} : { cursor }) };
    const { scheduled, nextCursor } = await this.shell.client.call('scheduled.list', place);
    return { items: scheduled, nextCursor };
  }

  protected override heading(): string {
    return this.shell.words.t('later.list');
  }

  protected override nothingHere(): string {
    return this.shell.words.t('later.none');
  }

  /** Does what takes a message off the list. */
  async #end(scheduledId: string, act: () => Promise<unknown>): Promise<void> {
    this.failure = null;
    try {
      await act();
      this.items = (this.items ?? []).filter((item) => item.scheduledId !== scheduledId);
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
  }

  protected override draw(item: Scheduled): TemplateResult {
    const { words, client } = this.shell;
    const { t } = words;
    const { scheduledId, at, content, failed } = item;
    const link = (label: string, run: () => void) => html`<button class="link" @click=${run}>${label}</button>`;
    return html`<article class="version">
      <time class="soft" datetime=${at}>${words.dates.full(at)}</time>
      <div class="said" dir="auto">
        ${content.text === '' ? t('later.content') : formattedOver(this.chat, content, scheduledId)}
      </div>
      ${failed === undefined ? nothing : html`<p class="problem">${t('later.failed')} ${codeWords(words, failed)}</p>`}
      <p class="acts">
        ${link(t('later.edit'), () => (this.changing = item))}
        ${link(t('later.now'), () => void this.#end(scheduledId, () => client.call('scheduled.sendNow', { scheduledId })))}
        ${link(
          t('message.delete'),
          () => void this.#end(scheduledId, () => client.call('scheduled.delete', { scheduledIds: [scheduledId] })),
        )}
      </p>
    </article>`;
  }

  #back = (): void => {
    this.changing = null;
    void this.again();
  };

  override render() {
    if (this.changing === null) return super.render();
    return html`<veche-send-later
      .shell=${this.shell}
      .chat=${this.chat}
      .scheduled=${this.changing}
      @done=${this.#back}
      @close=${this.#back}
    ></veche-send-later>`;
  }
}

customElements.define('veche-scheduled', ScheduledSheet);
