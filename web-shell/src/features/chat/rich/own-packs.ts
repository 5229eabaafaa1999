import { html, nothing, unsafeCSS } from 'lit';
import type { PackId, StickerPack } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import '../../../parts/sheet.ts';
import { errorWords } from '../../../state/error-words.ts';
import { createPaged, type Paged } from '../../../state/paged.ts';
import './pack-editor.ts';
import styles from './stickers.css?inline';

/** The packs that the person made; one of them can be changed, and another one made. */
class OwnPacksSheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    edited: { state: true },
    failure: { state: true },
    busy: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  /** The pack that is changed; null: the list. */
  declare edited: StickerPack | null;
  declare failure: string | null;
  declare busy: boolean;
  #list: Paged<StickerPack> | null = null;
  #clientId = crypto.randomUUID();

  constructor() {
    super();
    this.edited = null;
    this.failure = null;
    this.busy = false;
  }

  override willUpdate(): void {
    if (this.#list !== null) return;
    this.#list = createPaged(this.shell, async (from) => {
      const { packs, nextCursor } = await this.shell.client.call('stickers.listOwnPacks', from);
      return { items: packs, nextCursor };
    });
    void this.#list.load();
  }

  #create = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const title = this.renderRoot.querySelector<HTMLInputElement>('#title')?.value.trim() ?? '';
    if (title === '' || this.busy) return;
    const { client, words } = this.shell;
    [this.busy, this.failure] = [true, null];
    try {
      const { packId } = await client.call('stickers.createPack', { clientId: this.#clientId, title });
      this.#clientId = crypto.randomUUID();
      await this.#edit(packId);
    } catch (error) {
      const isFull = error instanceof VecheError && error.code === 'conflict';
      this.failure = isFull ? words.t('packs.full') : errorWords(words, error);
    }
    this.busy = false;
  };

  async #edit(packId: PackId): Promise<void> {
    try {
      this.edited = (await this.shell.client.call('stickers.getPack', { packId })).pack;
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
  }

  #back = (): void => {
    this.edited = null;
    void this.#list?.load();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#title')?.focus());
  };

  #drawList() {
    const { t } = this.shell.words;
    const packs = this.#list?.items.value ?? null;
    const failure = this.failure ?? this.#list?.failure.value ?? null;
    return html`${packs === null && failure === null ? html`<p class="soft" role="status">${t('sheet.loading')}</p>` : nothing}
      ${packs?.length === 0 ? html`<p class="soft">${t('packs.none')}</p>` : nothing}
      <ul class="list">
        ${(packs ?? []).map(
          (pack) =>
            html`<li>
              <button
                class="row"
                aria-label=${t('packs.edit', { name: pack.title })}
                @click=${() => void this.#edit(pack.packId)}
              >
                <span class="row-text">
                  <bdi class="name cut">${pack.title}</bdi>
                  <span class="soft cut">${t('packs.count', { count: pack.stickers.length })}</span>
                </span>
              </button>
            </li>`,
        )}
      </ul>
      ${
        this.#list?.hasMore.value === true
          ? html`<button class="button" @click=${() => void this.#list?.more()}>${t('sheet.more')}</button>`
          : nothing
      }
      <form class="fields" novalidate @submit=${this.#create}>
        <div class="field">
          <label for="title">${t('packs.name')}</label>
          <input id="title" maxlength="64" autocomplete="off" data-autofocus />
        </div>
        ${failure === null ? nothing : html`<p class="error" role="alert">${failure}</p>`}
        <button class="button" data-kind="primary" ?disabled=${this.busy}>${t('packs.create')}</button>
      </form>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { edited } = this;
    return html`<veche-sheet
      .shell=${this.shell}
      .heading=${edited?.title ?? t('packs.title')}
      @close=${() => this.dispatchEvent(new Event('close'))}
    >
      ${
        edited === null
          ? this.#drawList()
          : html`<veche-pack-editor
              .shell=${this.shell}
              .pack=${edited}
              @changed=${() => void this.#edit(edited.packId)}
              @back=${this.#back}
            ></veche-pack-editor>`
      }
    </veche-sheet>`;
  }
}

customElements.define('veche-own-packs', OwnPacksSheet);
