import { html, nothing, unsafeCSS } from 'lit';
import type { FileId, StickerPack } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import imagePlus from 'lucide-static/icons/image-plus.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { sizeWords } from '../../../i18n/sizes.ts';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import { errorWords } from '../../../state/error-words.ts';
import { uploadFile } from '../../../state/upload-file.ts';
import { cleanName } from './file-kinds.ts';
import { stickerPicture } from './sticker-grid.ts';
import styles from './stickers.css?inline';

/** As the contract has it; schemas stay out of the page. */
const MAX_STICKER_BYTES = 2 * 1024 ** 2;

type PackedSticker = StickerPack['stickers'][number];

/** Changes an own pack: its name, what is in it, or that it is there. Says `changed` after each, and `back`. */
class PackEditor extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    pack: { attribute: false },
    busy: { state: true },
    failure: { state: true },
    removed: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare pack: StickerPack;
  declare busy: boolean;
  declare failure: string | null;
  /** Taken out last, and still to be put back. */
  declare removed: PackedSticker | null;

  constructor() {
    super();
    this.busy = false;
    this.failure = null;
    this.removed = null;
  }

  #valueOf(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.value.trim() ?? '';
  }

  async #do(act: () => Promise<unknown>, removed: PackedSticker | null = null): Promise<void> {
    if (this.busy) return;
    [this.busy, this.failure, this.removed] = [true, null, null];
    try {
      await act();
      this.removed = removed;
    } catch (error) {
      this.failure = this.#wordsFor(error);
    }
    this.busy = false;
    this.dispatchEvent(new Event('changed'));
  }

  #wordsFor(error: unknown): string {
    const { words } = this.shell;
    if (!(error instanceof VecheError)) return error instanceof Error ? error.message : errorWords(words, error);
    if (error.field === 'emoji') return words.t('packs.oneEmoji');
    return error.code === 'conflict' ? words.t('packs.full') : errorWords(words, error);
  }

  #rename = (event: SubmitEvent): void => {
    event.preventDefault();
    const { packId } = this.pack;
    const title = this.#valueOf('title');
    if (title !== '') void this.#do(() => this.shell.client.call('stickers.renamePack', { packId, title }));
  };

  #put(emoji: string, fileId?: FileId): Promise<unknown> {
    const clientId = crypto.randomUUID();
    const picture = fileId === undefined ? {} : { fileId };
    return this.shell.client.call('stickers.addSticker', { clientId, packId: this.pack.packId, emoji, ...picture });
  }

  #addEmoji = (event: SubmitEvent): void => {
    event.preventDefault();
    const emoji = this.#valueOf('emoji');
    void this.#do(async () => {
      await this.#put(emoji);
      this.renderRoot.querySelector<HTMLFormElement>('#add')?.reset();
    });
  };

  #addPictures = ({ target }: Event): void => {
    const input = target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    const emoji = this.#valueOf('emoji') || '🙂';
    void this.#do(async () => {
      for (const file of files) await this.#put(emoji, await this.#upload(file));
    });
  };

  async #upload(file: File): Promise<FileId> {
    const { words } = this.shell;
    const name = cleanName(file.name);
    if (file.size > MAX_STICKER_BYTES)
      throw new Error(words.t('packs.tooBig', { name, size: sizeWords(words, MAX_STICKER_BYTES) }));
    try {
      return await uploadFile(this.shell, file, { kind: 'sticker' });
    } catch (error) {
      const isOther = error instanceof VecheError && error.code === 'invalid_input';
      throw isOther ? new Error(words.t('packs.noPicture', { name })) : error;
    }
  }

  #takeOut(sticker: PackedSticker): void {
    const { packId } = this.pack;
    const { stickerId } = sticker;
    void this.#do(() => this.shell.client.call('stickers.removeSticker', { packId, stickerId }), sticker);
  }

  #delete = async (): Promise<void> => {
    const { client, notices, words } = this.shell;
    const { packId, title } = this.pack;
    const agreed = await notices.ask({
      title: words.t('packs.deleteTitle', { name: title }),
      text: words.t('packs.deleteText'),
      accept: words.t('packs.delete'),
      cancel: words.t('action.cancel'),
      danger: true,
    });
    if (!agreed) return;
    try {
      await client.call('stickers.deletePack', { packId });
      this.#back();
    } catch (error) {
      this.failure = errorWords(words, error);
    }
  };

  #back = (): void => void this.dispatchEvent(new Event('back'));

  #sticker(sticker: PackedSticker) {
    const label = this.shell.words.t('packs.removeSticker', { emoji: sticker.emoji });
    return html`<li class="own">
      ${stickerPicture(this.shell, sticker)}
      <button class="icon-button" aria-label=${label} title=${label} @click=${() => this.#takeOut(sticker)}>
        ${icon(x)}
      </button>
    </li>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { pack, busy, failure, removed } = this;
    return html`<button class="button" data-kind="quiet" @click=${this.#back}>${t('packs.back')}</button>
      <form class="fields" novalidate @submit=${this.#rename}>
        <div class="field">
          <label for="title">${t('packs.name')}</label>
          <input id="title" maxlength="64" autocomplete="off" .value=${pack.title} />
        </div>
        <button class="button" aria-disabled=${busy}>${t('packs.saveName')}</button>
      </form>
      ${failure === null ? nothing : html`<p class="error" role="alert">${failure}</p>`}
      ${
        pack.stickers.length === 0
          ? html`<p class="soft">${t('sticker.emptyPack')}</p>`
          : html`<ul class="stickers" aria-label=${pack.title}>
              ${pack.stickers.map((sticker) => this.#sticker(sticker))}
            </ul>`
      }
      <p role="status">
        ${
          removed === null
            ? nothing
            : html`${t('packs.removed')}
                <button
                  class="button"
                  data-kind="quiet"
                  @click=${() => void this.#do(() => this.#put(removed.emoji, removed.file?.fileId))}
                >
                  ${t('packs.putBack')}
                </button>`
        }
      </p>
      <form class="fields" id="add" novalidate @submit=${this.#addEmoji}>
        <div class="field">
          <label for="emoji">${t('packs.emoji')}</label>
          <input id="emoji" maxlength="32" autocomplete="off" aria-describedby="emoji-hint" />
          <p class="hint" id="emoji-hint">${t('packs.emojiHint')}</p>
        </div>
        <button class="button" aria-disabled=${busy}>${t('packs.addEmoji')}</button>
        <button type="button" class="button" data-kind="primary" aria-disabled=${busy} @click=${choosePictures}>
          ${icon(imagePlus)}${t('packs.addPicture')}
        </button>
        <input
          type="file"
          accept="image/*"
          multiple
          hidden
          aria-label=${t('packs.addPicture')}
          @change=${this.#addPictures}
        />
      </form>
      <button class="button" data-kind="quiet" data-danger @click=${() => void this.#delete()}>
        ${t('packs.delete')}
      </button>`;
  }
}

function choosePictures({ currentTarget }: Event): void {
  ((currentTarget as HTMLElement).nextElementSibling as HTMLInputElement).click();
}

customElements.define('veche-pack-editor', PackEditor);
