import { html, svg, unsafeCSS } from 'lit';
import { signal } from '@preact/signals-core';
import type { Attachment } from '@veche/contract';
import pauseIcon from 'lucide-static/icons/pause.svg?raw';
import playIcon from 'lucide-static/icons/play.svg?raw';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import { clock } from './clock.ts';
import styles from './voice.css?inline';

const RATES = [1, 1.5, 2] as const;
const BARS = 50;
/** Least and full height of a bar. */
const [LOW, FULL] = [3, 31];
/** Longest step of an arrow key in seconds. */
const STEP_SECONDS = 5;

/** How fast voice notes are played: one choice for all of them. */
const rate = signal<(typeof RATES)[number]>(1);
/** One voice speaks at a time. */
let speaking: HTMLAudioElement | null = null;

/** A voice note: play and pause, its loudness over time to seek in, and how fast it is played. */
class VoicePlayer extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    file: { attribute: false },
    source: {},
    tab: { attribute: false },
    playing: { state: true },
    at: { state: true },
    length: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare file: Attachment;
  declare source: string;
  /** For what Tab stops at. */
  declare tab: number;
  declare playing: boolean;
  /** Where it is, in seconds. */
  declare at: number;
  /** Read from the content where the file does not say it; 0 before. */
  declare length: number;
  #isMeasured: Promise<unknown> | null = null;

  constructor() {
    super();
    this.tab = 0;
    this.playing = false;
    this.at = 0;
    this.length = 0;
  }

  get #audio(): HTMLAudioElement {
    return this.renderRoot.querySelector('audio')!;
  }

  get #length(): number {
    return this.file.durationSeconds ?? this.length;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#audio.pause();
  }

  #known = (): void => {
    const { duration } = this.#audio;
    if (Number.isFinite(duration)) this.length = duration;
  };

  /** Recordings of browsers do not say how long they are: such a one is read to its end before it can be sought in. */
  #measured(): Promise<unknown> {
    this.#isMeasured ??= (async () => {
      const audio = this.#audio;
      const once = (name: string) => new Promise((resolve) => audio.addEventListener(name, resolve, { once: true }));
      if (audio.readyState === HTMLMediaElement.HAVE_NOTHING) {
        const loaded = Promise.race([once('loadedmetadata'), once('error')]);
        audio.load();
        await loaded;
      }
      if (audio.duration !== Infinity) return;
      const sought = once('seeked');
      audio.currentTime = Number.MAX_SAFE_INTEGER;
      await sought;
      audio.currentTime = 0;
    })();
    return this.#isMeasured;
  }

  #toggle = async (): Promise<void> => {
    const audio = this.#audio;
    if (this.playing) return audio.pause();
    const from = this.at;
    await this.#measured();
    audio.currentTime = from;
    audio.playbackRate = rate.peek();
    if (speaking !== audio) speaking?.pause();
    speaking = audio;
    await audio.play().catch(() => this.shell.notices.show(this.shell.words.t('voice.failed')));
  };

  async #seek(to: number): Promise<void> {
    this.at = Math.max(0, Math.min(this.#length, to));
    const { at } = this;
    await this.#measured();
    this.#audio.currentTime = at;
  }

  #keys = (event: KeyboardEvent): void => {
    const step = Math.min(STEP_SECONDS, this.#length / 10);
    const to = {
      ArrowRight: this.at + step,
      ArrowUp: this.at + step,
      ArrowLeft: this.at - step,
      ArrowDown: this.at - step,
      Home: 0,
      End: this.#length,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#seek(to);
  };

  #faster = (): void => {
    rate.value = RATES[(RATES.indexOf(rate.peek()) + 1) % RATES.length] ?? 1;
    if (speaking !== null) speaking.playbackRate = rate.peek();
  };

  #moved = (): void => {
    if (this.playing) this.at = this.#audio.currentTime;
  };

  #ended = (): void => {
    this.playing = false;
    this.at = 0;
  };

  #bars() {
    const { waveform = [0] } = this.file;
    const count = Math.min(BARS, Math.max(waveform.length, BARS / 2));
    const played = this.#length === 0 ? 0 : this.at / this.#length;
    return svg`<svg viewBox="0 0 ${count * 3} 32" preserveAspectRatio="none" aria-hidden="true">
      ${Array.from({ length: count }, (_, bar) => {
        const from = Math.floor((bar * waveform.length) / count);
        const to = Math.max(from + 1, Math.floor(((bar + 1) * waveform.length) / count));
        const height = Math.max(LOW, Math.min(FULL, ...[Math.max(...waveform.slice(from, to))]));
        return svg`<rect x=${bar * 3} y=${(32 - height) / 2} width="2" height=${height} rx="1"
          ?data-played=${bar / count < played}></rect>`;
      })}
    </svg>`;
  }

  override render() {
    const { words } = this.shell;
    const { t } = words;
    const length = this.#length;
    const speed = `${rate.value.toLocaleString(words.language.value)}×`;
    const act = t(this.playing ? 'voice.pause' : 'voice.play');
    return html`<audio
        src=${this.source}
        preload=${this.file.durationSeconds === undefined ? 'metadata' : 'none'}
        @loadedmetadata=${this.#known}
        @durationchange=${this.#known}
        @timeupdate=${this.#moved}
        @play=${() => (this.playing = true)}
        @pause=${() => (this.playing = false)}
        @ended=${this.#ended}
      ></audio>
      <div class="player" role="group" aria-label=${t('voice.name')}>
        <button class="icon-button play" tabindex=${this.tab} aria-label=${act} title=${act} @click=${this.#toggle}>
          ${icon(this.playing ? pauseIcon : playIcon)}
        </button>
        <span class="wave"
          >${this.#bars()}<input
            type="range"
            min="0"
            max=${length}
            step="0.1"
            tabindex=${this.tab}
            aria-label=${t('voice.place')}
            aria-valuetext=${t('voice.at', { at: clock(this.at), length: clock(length) })}
            .value=${String(this.at)}
            @keydown=${this.#keys}
            @input=${(event: Event) => void this.#seek((event.target as HTMLInputElement).valueAsNumber)}
        /></span>
        <span class="digits">${clock(this.playing || this.at > 0 ? this.at : length)}</span>
        <button
          class="speed digits"
          tabindex=${this.tab}
          aria-label=${t('voice.speed', { rate: speed })}
          @click=${this.#faster}
        >
          ${speed}
        </button>
      </div>`;
  }
}

customElements.define('veche-voice', VoicePlayer);
