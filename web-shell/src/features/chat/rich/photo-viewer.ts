import { html, nothing, unsafeCSS } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import chevronLeft from 'lucide-static/icons/chevron-left.svg?raw';
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw';
import download from 'lucide-static/icons/download.svg?raw';
import eyeOff from 'lucide-static/icons/eye-off.svg?raw';
import messageSquare from 'lucide-static/icons/message-square-text.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import { nameOf } from '../../../state/people.ts';
import { messagePath } from '../../../state/router.ts';
import { type Beginning, createGallery, type Gallery } from '../../media/gallery.ts';
import type { Shot } from '../../media/shots.ts';
import { withoutSpoilers } from '../quote.ts';
import { fileUrl, placeholder, thumbnailUrl } from './files.ts';
import styles from './photo-viewer.css?inline';

/** Least way of a finger in pixels that is a swipe. */
const SWIPE = 48;
/** So near to an end, what comes after it is read. */
const NEAR = 3;

/**
 * Photos and videos of a chat over the whole window. Arrows and swipes go from one to the next, Home and End to the
 * first and the last that are known, Escape closes.
 */
class PhotoViewer extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    start: { attribute: false },
    beginning: { attribute: false },
    shown: { state: true },
    broken: { state: true },
    opened: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  /** The one to begin with. */
  declare start: Shot;
  /** What is known around it; its message alone when absent. */
  declare beginning: Beginning | undefined;
  declare shown: Shot;
  /** The present one could not be loaded. */
  declare broken: boolean;
  /** Messages whose covered files were asked for. */
  declare opened: ReadonlySet<number>;
  #gallery: Gallery | null = null;
  #finger: { readonly id: number; readonly x: number; readonly y: number } | null = null;

  constructor() {
    super();
    this.broken = false;
    this.opened = new Set();
  }

  override willUpdate(): void {
    if (this.#gallery !== null) return;
    const { message } = this.start;
    this.shown = this.start;
    this.opened = new Set([message.messageId]);
    const alone = { messages: [message], accounts: [], isNewest: false };
    this.#gallery = createGallery(this.shell, message.chatId, this.beginning ?? alone);
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
    this.#focusPicture();
    this.#readAround();
  }

  #place(): number {
    const { message, file } = this.shown;
    const shots = this.#gallery?.shots.value ?? [];
    return shots.findIndex((shot) => shot.message.messageId === message.messageId && shot.file.fileId === file.fileId);
  }

  #readAround(): void {
    const gallery = this.#gallery;
    if (gallery === null) return;
    const at = this.#place();
    if (at < NEAR) void gallery.loadEarlier();
    if (at >= gallery.shots.peek().length - NEAR) void gallery.loadLater();
  }

  #go(to: number): void {
    const shot = this.#gallery?.shots.peek()[to];
    if (shot !== undefined && shot !== this.shown) {
      this.shown = shot;
      this.broken = false;
    }
    this.#readAround();
  }

  /** What is not there yet is waited for. */
  async #step(by: 1 | -1): Promise<void> {
    const gallery = this.#gallery;
    if (gallery === null) return;
    const from = this.shown;
    if (gallery.shots.peek()[this.#place() + by] === undefined)
      await (by < 0 ? gallery.loadEarlier() : gallery.loadLater());
    if (this.shown === from) this.#go(this.#place() + by);
  }

  #keys = (event: KeyboardEvent): void => {
    const { key, target } = event;
    // In a video these keys seek.
    if (event.ctrlKey || event.metaKey || event.altKey || target instanceof HTMLVideoElement) return;
    const last = (this.#gallery?.shots.peek().length ?? 1) - 1;
    const act = {
      ArrowRight: () => void this.#step(1),
      ArrowLeft: () => void this.#step(-1),
      Home: () => this.#go(0),
      End: () => this.#go(last),
    }[key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  #down = ({ pointerType, pointerId: id, clientX: x, clientY: y, isPrimary, target }: PointerEvent): void => {
    // A second finger makes the picture bigger, and in a video a finger seeks.
    const isSwipe = pointerType === 'touch' && isPrimary && !(target instanceof HTMLVideoElement);
    this.#finger = isSwipe ? { id, x, y } : null;
  };

  #up = ({ pointerId, clientX, clientY }: PointerEvent): void => {
    const from = this.#finger;
    this.#finger = null;
    if (from?.id !== pointerId || (visualViewport?.scale ?? 1) > 1) return;
    const way = clientX - from.x;
    if (Math.abs(way) < SWIPE || Math.abs(way) < Math.abs(clientY - from.y) * 1.5) return;
    void this.#step(way < 0 ? 1 : -1);
  };

  /** The button goes with what it was pressed for; the arrows go on working. */
  #retry = (): void => {
    this.broken = false;
    this.#focusPicture();
  };

  #focusPicture(): void {
    this.renderRoot.querySelector<HTMLElement>('figure')?.focus();
  }

  /** What its sender hid stays so when it is come by on the way. */
  #covered({ message, file }: Shot) {
    const open = () => {
      this.opened = new Set([...this.opened, message.messageId]);
      this.#focusPicture();
    };
    return html`<button class="covered" @click=${open}>
      <canvas width=${file.width ?? 320} height=${file.height ?? 240} .style=${placeholder(file.thumbhash)}></canvas>
      <span>${icon(eyeOff)}${this.shell.words.t('files.covered')}</span>
    </button>`;
  }

  #picture({ message, file }: Shot) {
    const { t } = this.shell.words;
    if (file.spoiler === true && !this.opened.has(message.messageId)) return this.#covered({ message, file });
    const source = fileUrl(file.fileId, message);
    if (this.broken)
      return html`<div class="broken">
        <p role="alert">${t('media.broken')}</p>
        <button class="button" @click=${this.#retry}>${t('action.retry')}</button>
      </div>`;
    const fail = () => (this.broken = true);
    if (file.kind !== 'photo')
      return html`<video
        src=${source}
        controls
        playsinline
        ?data-round=${file.kind === 'videoNote'}
        aria-label=${t('files.video', { name: file.name })}
        poster=${file.thumbnail === undefined ? nothing : thumbnailUrl(file.fileId, message)}
        @error=${fail}
      ></video>`;
    return html`<img
      src=${source}
      alt=${file.name}
      width=${file.width ?? nothing}
      height=${file.height ?? nothing}
      draggable="false"
      .style=${placeholder(file.thumbhash)}
      @error=${fail}
    />`;
  }

  #button(label: 'media.earlier' | 'media.later', drawing: string, by: 1 | -1, isThere: boolean) {
    const text = this.shell.words.t(label);
    return html`<button
      class="icon-button step"
      data-by=${by}
      aria-label=${text}
      title=${text}
      aria-disabled=${!isThere}
      @click=${() => void this.#step(by)}
    >
      ${icon(drawing)}
    </button>`;
  }

  override render() {
    const { words, router } = this.shell;
    const { t } = words;
    const gallery = this.#gallery;
    if (gallery === null) return nothing;
    const { message, file } = this.shown;
    const at = this.#place();
    const shots = gallery.shots.value;
    const isWhole = !gallery.hasEarlier.value && !gallery.hasLater.value;
    const name = t(file.kind === 'photo' ? 'files.photo' : 'files.video', { name: file.name });
    const place = isWhole && shots.length > 1 ? t('files.place', { at: at + 1, count: shots.length }) : '';
    const sender = gallery.nameOf(message.senderId) ?? nameOf(this.shell, message.senderId);
    const toMessage = () => {
      this.renderRoot.querySelector('dialog')?.close();
      router.go(messagePath(message.chatId, message.messageId));
    };
    // An element for each: one that is given another address shows what it had until that is loaded.
    const picture = keyed(`${message.messageId} ${file.fileId}`, this.#picture(this.shown));
    return html`<dialog
      aria-label=${name}
      @close=${() => this.dispatchEvent(new Event('close'))}
      @keydown=${this.#keys}
    >
      <header>
        <span class="who">
          <bdi class="name cut">${sender}</bdi>
          <span class="soft cut">${words.dates.full(message.at)}${place === '' ? nothing : html` · ${place}`}</span>
        </span>
        <button class="icon-button" aria-label=${t('media.show')} title=${t('media.show')} @click=${toMessage}>
          ${icon(messageSquare)}
        </button>
        <a
          class="icon-button"
          href=${fileUrl(file.fileId, message)}
          download=${file.name}
          aria-label=${t('media.download')}
          title=${t('media.download')}
          >${icon(download)}</a
        >
        <form method="dialog">
          <button class="icon-button" aria-label=${t('action.close')}>${icon(x)}</button>
        </form>
      </header>
      <figure
        tabindex="-1"
        @pointerdown=${this.#down}
        @pointerup=${this.#up}
        @pointercancel=${() => (this.#finger = null)}
      >
        ${picture} ${this.#button('media.earlier', chevronLeft, -1, at > 0 || gallery.hasEarlier.value)}
        ${this.#button('media.later', chevronRight, 1, at < shots.length - 1 || gallery.hasLater.value)}
      </figure>
      <footer>
        ${message.text === '' ? nothing : html`<p class="caption" dir="auto">${withoutSpoilers(this.shell.words, message)}</p>`}
        ${
          gallery.failed.value
            ? html`<p class="error" role="alert">
                ${t('media.aroundFailed')}
                <button class="button" @click=${() => this.#readAround()}>${t('action.retry')}</button>
              </p>`
            : nothing
        }
      </footer>
      <p class="unseen" role="status">${name}${place === '' ? '' : `, ${place}`}</p>
    </dialog>`;
  }
}

customElements.define('veche-photos', PhotoViewer);
