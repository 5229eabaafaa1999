import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { ShellElement } from '../../../parts/element.ts';
import '../../../parts/sheet.ts';
import { errorWords } from '../../../state/error-words.ts';
import type { OpenChat } from '../open-chat.ts';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | undefined;
}

/** A sheet over a list that the server gives in pages. */
export abstract class PagedSheet<Item> extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    items: { state: true },
    failure: { state: true },
  };

  declare chat: OpenChat;
  /** Null before the first answer. */
  declare items: readonly Item[] | null;
  declare failure: string | null;
  #cursor: string | undefined;

  constructor() {
    super();
    this.items = null;
    this.failure = null;
  }

  protected abstract read(cursor: string | undefined): Promise<Page<Item>>;
  protected abstract heading(): string;
  protected abstract nothingHere(): string;
  protected abstract draw(item: Item): TemplateResult;

  /** What stands below the list. */
  protected foot(): TemplateResult | typeof nothing {
    return nothing;
  }

  override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    void this.more();
  }

  protected async more(): Promise<void> {
    this.failure = null;
    try {
      const page = await this.read(this.#cursor);
      this.items = [...(this.items ?? []), ...page.items];
      this.#cursor = page.nextCursor;
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
  }

  /** Reads from the beginning. */
  protected async again(): Promise<void> {
    this.#cursor = undefined;
    this.items = null;
    await this.more();
  }

  protected readonly close = (): void => {
    this.chat.sheet.value = null;
  };

  override render(): TemplateResult {
    const { t } = this.shell.words;
    const { items } = this;
    return html`<veche-sheet .shell=${this.shell} heading=${this.heading()} @close=${this.close}>
      ${items === null && this.failure === null ? html`<p class="soft" role="status">${t('sheet.loading')}</p>` : nothing}
      ${items?.length === 0 ? html`<p class="soft">${this.nothingHere()}</p>` : nothing}
      <ul class="list">
        ${(items ?? []).map((item) => html`<li>${this.draw(item)}</li>`)}
      </ul>
      ${this.failure === null ? nothing : html`<p role="alert">${this.failure}</p>`}
      ${
        this.#cursor === undefined && this.failure === null
          ? nothing
          : html`<button class="button" @click=${() => void this.more()}>${t('sheet.more')}</button>`
      }
      ${this.foot()}
    </veche-sheet>`;
  }
}
