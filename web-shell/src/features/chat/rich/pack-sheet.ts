import { html, nothing, unsafeCSS } from 'lit';
import type { PackId, StickerPack } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import '../../../parts/sheet.ts';
import { errorWords } from '../../../state/error-words.ts';
import { stickerGrid } from './sticker-grid.ts';
import styles from './stickers.css?inline';

/** The pack of a sticker, to have at hand or to take away. */
class PackSheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    packId: { attribute: false },
    pack: { state: true },
    installed: { state: true },
    busy: { state: true },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare packId: PackId;
  /** Null before the first answer. */
  declare pack: StickerPack | null;
  declare installed: boolean;
  declare busy: boolean;
  declare failure: string | null;

  constructor() {
    super();
    this.pack = null;
    this.installed = false;
    this.busy = false;
    this.failure = null;
  }

  override firstUpdated(): void {
    void this.#try(async () => {
      const { pack, installed } = await this.shell.client.call('stickers.getPack', { packId: this.packId });
      [this.pack, this.installed] = [pack, installed];
    });
  }

  async #try(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      await act();
    } catch (error) {
      const { words } = this.shell;
      const code = error instanceof VecheError ? error.code : '';
      this.failure =
        code === 'not_found'
          ? words.t('sticker.gone')
          : code === 'conflict'
            ? words.t('sticker.tooMany')
            : errorWords(words, error);
    }
    this.busy = false;
  }

  #toggle = (): void => {
    const { packId, installed } = this;
    void this.#try(async () => {
      await this.shell.client.call(installed ? 'stickers.uninstall' : 'stickers.install', { packId });
      this.installed = !installed;
    });
  };

  override render() {
    const { t } = this.shell.words;
    const { pack, failure } = this;
    return html`<veche-sheet
      .shell=${this.shell}
      .heading=${pack?.title ?? t('sticker.pack')}
      @close=${() => this.dispatchEvent(new Event('close'))}
    >
      ${pack === null && failure === null ? html`<p class="soft" role="status">${t('sheet.loading')}</p>` : nothing}
      ${failure === null ? nothing : html`<p class="error" role="alert">${failure}</p>`}
      ${
        pack === null
          ? nothing
          : html`${stickerGrid(this.shell, pack)}
              <button
                class="button"
                data-kind=${this.installed ? nothing : 'primary'}
                aria-disabled=${this.busy}
                @click=${this.#toggle}
              >
                ${t(this.installed ? 'sticker.uninstall' : 'sticker.install')}
              </button>`
      }
    </veche-sheet>`;
  }
}

customElements.define('veche-pack', PackSheet);
