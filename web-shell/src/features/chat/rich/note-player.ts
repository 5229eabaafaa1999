import { html, nothing, unsafeCSS } from 'lit';
import type { Attachment, Message } from '@veche/contract';
import pauseIcon from 'lucide-static/icons/pause.svg?raw';
import volumeOff from 'lucide-static/icons/volume-x.svg?raw';
import playIcon from 'lucide-static/icons/play.svg?raw';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import { clock } from './clock.ts';
import { fileUrl, placeholder, thumbnailUrl } from './files.ts';
import styles from './note-player.css?inline';
import { ring } from './ring.ts';

/** So much of it must be in sight before it plays by itself. */
const IN_SIGHT = 0.7;

/**
 * A video note, round: once it is in sight it plays by itself without sound, a single time and where movement is
 * welcome; a press plays it from its beginning with sound, another one pauses it.
 */
class NotePlayer extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    file: { attribute: false },
    message: { attribute: false },
    tab: { attribute: false },
    at: { state: true },
    playing: { state: true },
    isLoud: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare file: Attachment;
  declare message: Pick<Message, 'chatId' | 'messageId'>;
  declare tab: number;
  /** Where it is, in seconds. */
  declare at: number;
  declare playing: boolean;
  declare isLoud: boolean;
  #sight: IntersectionObserver | null = null;
  #wasShown = false;

  constructor() {
    super();
    this.tab = 0;
    this.at = 0;
    this.playing = false;
    this.isLoud = false;
  }

  get #video(): HTMLVideoElement {
    return this.renderRoot.querySelector('video')!;
  }

  override firstUpdated(): void {
    this.#sight = new IntersectionObserver((entries) => this.#seen(entries.at(-1)?.isIntersecting === true), {
      threshold: IN_SIGHT,
    });
    this.#sight.observe(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sight?.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sight?.disconnect();
    // It may go before it was ever drawn.
    this.renderRoot?.querySelector('video')?.pause();
  }

  #seen(isInSight: boolean): void {
    if (!isInSight && !this.isLoud) return this.#video.pause();
    const isCalm =
      this.shell.preferences.of('motion') === 'less' || matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (!isInSight || this.#wasShown || isCalm) return;
    this.#wasShown = true;
    this.#video.muted = true;
    // Browsers that save data refuse; then it waits for a press.
    void this.#video.play().catch(() => undefined);
  }

  #press = async (): Promise<void> => {
    const video = this.#video;
    if (this.playing && this.isLoud) return video.pause();
    if (!this.isLoud) video.currentTime = 0;
    this.isLoud = true;
    this.#wasShown = true;
    video.muted = false;
    await video.play().catch(() => this.shell.notices.show(this.shell.words.t('note.failed')));
  };

  #ended = (): void => {
    this.playing = false;
    this.isLoud = false;
    this.at = 0;
  };

  override render() {
    const { t } = this.shell.words;
    const { file, message } = this;
    const { durationSeconds = 0 } = file;
    const act = t(this.playing && this.isLoud ? 'note.pause' : 'note.play', { length: clock(durationSeconds) });
    return html`<button class="note" tabindex=${this.tab} aria-label=${act} title=${act} @click=${this.#press}>
      <video
        src=${fileUrl(file.fileId, message)}
        poster=${file.thumbnail === undefined ? nothing : thumbnailUrl(file.fileId, message)}
        preload="none"
        playsinline
        disablepictureinpicture
        muted
        tabindex="-1"
        aria-hidden="true"
        .style=${placeholder(file.thumbhash)}
        @timeupdate=${() => (this.at = this.#video.currentTime)}
        @play=${() => (this.playing = true)}
        @pause=${() => (this.playing = false)}
        @ended=${this.#ended}
      ></video>
      ${ring(durationSeconds === 0 ? 0 : this.at / durationSeconds)}
      <span class="sign" aria-hidden="true"
        >${icon(this.playing ? (this.isLoud ? pauseIcon : volumeOff) : playIcon)}${clock(this.playing ? this.at : durationSeconds)}</span
      >
    </button>`;
  }
}

customElements.define('veche-note', NotePlayer);
