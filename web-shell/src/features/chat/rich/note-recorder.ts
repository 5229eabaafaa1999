import { html, nothing, unsafeCSS } from 'lit';
import circle from 'lucide-static/icons/circle.svg?raw';
import rotate from 'lucide-static/icons/rotate-ccw.svg?raw';
import sendIcon from 'lucide-static/icons/send-horizontal.svg?raw';
import square from 'lucide-static/icons/square.svg?raw';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import '../../../parts/sheet.ts';
import { errorWords } from '../../../state/error-words.ts';
import type { OpenChat } from '../open-chat.ts';
import styles from './camera.css?inline';
import { clock } from './clock.ts';
import { cameraProblem, closeStream, openCamera } from './devices.ts';
import { ring } from './ring.ts';
import { createSquareRecorder, MOST_NOTE_SECONDS, NOTE_SIDE, type SquareRecorder } from './square-recorder.ts';
import { sendVideoNote } from './uploads.ts';

const TICK_MS = 200;
/** Who holds the button longer than this records as long as it is held. */
const HOLD_MS = 600;

interface Taken {
  readonly file: File;
  readonly picture: Blob | null;
  readonly seconds: number;
  /** To look at it before it is sent. */
  readonly url: string;
}

/** Records a round video of up to a minute: press to begin and to end, or hold; look at it, then send. */
class NoteRecorder extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    stream: { state: true },
    isRecording: { state: true },
    seconds: { state: true },
    taken: { state: true },
    failure: { state: true },
    busy: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;
  declare stream: MediaStream | null;
  declare isRecording: boolean;
  declare seconds: number;
  declare taken: Taken | null;
  declare failure: string | null;
  declare busy: boolean;
  #recorder: SquareRecorder | null = null;
  #picture: Promise<Blob | null> = Promise.resolve(null);
  #ticking: ReturnType<typeof setInterval> | undefined;
  #startedAt = 0;
  #pressedAt: number | null = null;

  constructor() {
    super();
    this.stream = null;
    this.isRecording = false;
    this.seconds = 0;
    this.taken = null;
    this.failure = null;
    this.busy = false;
  }

  override firstUpdated(): void {
    void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#ticking);
    this.#recorder?.close();
    closeStream(this.stream);
    if (this.taken !== null) URL.revokeObjectURL(this.taken.url);
  }

  #open = async (): Promise<void> => {
    this.failure = null;
    try {
      const size = { width: { ideal: 640 }, height: { ideal: 640 }, facingMode: 'user' };
      const stream = await openCamera(size, true);
      // The person went elsewhere while the browser asked.
      if (!this.isConnected) return closeStream(stream);
      this.stream = stream;
      await this.updateComplete;
      const canvas = this.renderRoot.querySelector('canvas');
      if (canvas === null) return;
      const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true });
      video.srcObject = stream;
      await video.play();
      if (!this.isConnected) return closeStream(stream);
      this.#recorder = createSquareRecorder(canvas, video, stream, this.shell.words.t('note.name'));
      this.renderRoot.querySelector<HTMLElement>('.record')?.focus();
    } catch (error) {
      closeStream(this.stream);
      this.stream = null;
      this.failure = this.shell.words.t(cameraProblem(error, true));
    }
  };

  #start(): void {
    if (this.#recorder === null) return;
    this.#recorder.start();
    this.#picture = this.#recorder.picture();
    this.#startedAt = Date.now();
    this.seconds = 0;
    this.isRecording = true;
    this.#ticking = setInterval(() => {
      this.seconds = Math.min(MOST_NOTE_SECONDS, (Date.now() - this.#startedAt) / 1000);
      this.shell.client.live.say(this.chat.chatId, 'recordingVideo');
      if (this.seconds >= MOST_NOTE_SECONDS) void this.#stop();
    }, TICK_MS);
  }

  async #stop(): Promise<void> {
    if (!this.isRecording || this.#recorder === null) return;
    clearInterval(this.#ticking);
    this.isRecording = false;
    const seconds = Math.min(MOST_NOTE_SECONDS, (Date.now() - this.#startedAt) / 1000);
    const [file, picture] = [await this.#recorder.stop(), await this.#picture];
    if (!this.isConnected) return;
    this.taken = { file, picture, seconds, url: URL.createObjectURL(file) };
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.send')?.focus();
  }

  #pressed = (event: PointerEvent): void => {
    if (event.button !== 0 || this.isRecording) return;
    this.#pressedAt = event.timeStamp;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.#start();
  };

  #released = (event: PointerEvent): void => {
    if (this.#pressedAt !== null && event.timeStamp - this.#pressedAt > HOLD_MS) void this.#stop();
  };

  /** A press that began the recording is followed by a click, which ends nothing. */
  #clicked = (): void => {
    const wasPress = this.#pressedAt !== null;
    this.#pressedAt = null;
    if (wasPress) return;
    if (this.isRecording) void this.#stop();
    else this.#start();
  };

  #again = async (): Promise<void> => {
    if (this.taken !== null) URL.revokeObjectURL(this.taken.url);
    this.#pressedAt = null;
    this.taken = null;
    this.seconds = 0;
    this.failure = null;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.record')?.focus();
  };

  #send = async (): Promise<void> => {
    const { taken } = this;
    if (taken === null || this.busy) return;
    this.busy = true;
    try {
      const durationSeconds = Math.max(0.1, Math.round(taken.seconds * 10) / 10);
      await sendVideoNote(
        this.chat,
        taken.file,
        { width: NOTE_SIDE, height: NOTE_SIDE, durationSeconds },
        taken.picture,
      );
      this.#close();
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
    this.busy = false;
  };

  #close = (): void => {
    this.chat.sheet.value = null;
  };

  #acts() {
    const { t } = this.shell.words;
    if (this.taken !== null)
      return html`<button class="button" @click=${this.#again}>${icon(rotate)}${t('camera.again')}</button>
        <button class="button send" data-kind="primary" ?disabled=${this.busy} @click=${this.#send}>
          ${icon(sendIcon)}${t('camera.send')}
        </button>`;
    return html`<button
      class="button record"
      data-kind="primary"
      ?disabled=${this.stream === null}
      @pointerdown=${this.#pressed}
      @pointerup=${this.#released}
      @click=${this.#clicked}
    >
      ${icon(this.isRecording ? square : circle)}${t(this.isRecording ? 'note.stop' : 'note.start')}
    </button>`;
  }

  #body() {
    const { t } = this.shell.words;
    if (this.stream === null && this.failure !== null)
      return html`<p class="problem" role="alert">${this.failure}</p>
        <button class="button" @click=${this.#open}>${t('action.retry')}</button>`;
    const seconds = this.taken?.seconds ?? this.seconds;
    return html`<div class="stage">
        <canvas
          ?hidden=${this.taken !== null}
          width=${NOTE_SIDE}
          height=${NOTE_SIDE}
          role="img"
          aria-label=${t('camera.preview')}
        ></canvas>
        ${
          this.taken === null
            ? nothing
            : html`<video src=${this.taken.url} controls playsinline aria-label=${t('note.taken')}></video>`
        }
        ${ring(seconds / MOST_NOTE_SECONDS)}
      </div>
      <p class="digits" role="timer" aria-live="off">
        ${t('voice.at', { at: clock(seconds), length: clock(MOST_NOTE_SECONDS) })}
      </p>
      ${this.failure === null ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
      ${this.taken === null ? html`<p class="hint" id="how">${t(this.stream === null ? 'camera.opening' : 'note.hint')}</p>` : nothing}
      <p class="unseen" role="status">${this.isRecording ? t('note.recording') : ''}</p>
      <div class="acts">${this.#acts()}</div>`;
  }

  override render() {
    return html`<veche-sheet .shell=${this.shell} .heading=${this.shell.words.t('note.record')} @close=${this.#close}>
      ${this.#body()}
    </veche-sheet>`;
  }
}

customElements.define('veche-note-recorder', NoteRecorder);
