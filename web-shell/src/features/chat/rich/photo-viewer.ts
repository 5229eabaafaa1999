import { html, nothing, unsafeCSS } from 'lit';
import x from 'lucide-static/icons/x.svg?raw';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import type { MessageRow } from '../../../sync/client.ts';
import { fileUrl, placeholder } from './files.ts';
import styles from './photo-viewer.css?inline';

/** Photos of a message over the whole window; arrows go from one to the next, Escape closes. */
class PhotoViewer extends ShellElement {
  static override properties = { ...ShellElement.properties, message: { attribute: false }, at: { attribute: false } };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare message: MessageRow;
  declare at: number;

  override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  #photos() {
    return (this.message.attachments ?? []).filter(({ kind }) => kind === 'photo');
  }

  #keys = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const { length } = this.#photos();
    if (by === undefined || length === 0) return;
    event.preventDefault();
    this.at = (this.at + by + length) % length;
  };

  override render() {
    const { t } = this.shell.words;
    const photos = this.#photos();
    const photo = photos[Math.min(this.at, photos.length - 1)];
    if (photo === undefined) return nothing;
    return html`<dialog
      aria-label=${t('files.photo', { name: photo.name })}
      @close=${() => this.dispatchEvent(new Event('close'))}
      @keydown=${this.#keys}
    >
      <header>
        <span>${photos.length > 1 ? t('files.place', { at: this.at + 1, count: photos.length }) : nothing}</span>
        <form method="dialog">
          <button class="icon-button" aria-label=${t('action.close')}>${icon(x)}</button>
        </form>
      </header>
      <img
        src=${fileUrl(photo.fileId, this.message)}
        alt=${photo.name}
        width=${photo.width ?? nothing}
        height=${photo.height ?? nothing}
        .style=${placeholder(photo.thumbhash)}
      />
    </dialog>`;
  }
}

customElements.define('veche-photos', PhotoViewer);
