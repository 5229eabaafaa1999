import { html, nothing, unsafeCSS } from 'lit';
import sendIcon from 'lucide-static/icons/send-horizontal.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import { errorWords } from '../../../state/error-words.ts';
import type { OpenChat } from '../open-chat.ts';
import { sendRecording } from './uploads.ts';
import { clock } from './clock.ts';
import { measure } from './waveform.ts';
import styles from './voice.css?inline';

/** After this a recording ends by itself and waits to be sent. */
const MOST_SECONDS = 60 * 60;
const TICK_MS = 250;

/** What browsers record, best first; the server tells by the content which it is. */
const formats = { 'audio/webm;codecs=opus': 'webm', 'audio/ogg;codecs=opus': 'ogg', 'audio/mp4': 'm4a' } as const;

/** Records a voice note from the moment it appears; says `done` when it was sent or thrown away. */
class VoiceRecorder extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    stream: { attribute: false },
    seconds: { state: true },
    busy: { state: true },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;
  /** Of the microphone; closed here. */
  declare stream: MediaStream;
  declare seconds: number;
  declare busy: boolean;
  declare failure: string | null;
  #recorder: MediaRecorder | null = null;
  #pieces: Blob[] = [];
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.seconds = 0;
    this.busy = false;
    this.failure = null;
  }

  override firstUpdated(): void {
    const mimeType = Object.keys(formats).find((format) => MediaRecorder.isTypeSupported(format));
    const recorder = new MediaRecorder(this.stream, mimeType === undefined ? {} : { mimeType });
    this.#recorder = recorder;
    recorder.addEventListener('dataavailable', ({ data }) => this.#pieces.push(data));
    recorder.start();
    const startedAt = Date.now();
    this.#ticking = setInterval(() => {
      this.seconds = (Date.now() - startedAt) / 1000;
      this.shell.client.live.say(this.chat.chatId, 'recordingVoice');
      if (this.seconds >= MOST_SECONDS) void this.#stop();
    }, TICK_MS);
    this.renderRoot.querySelector<HTMLElement>('.send')?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    void this.#stop();
  }

  /** Ends the recording and lets the microphone go; resolves when all of it is there. */
  async #stop(): Promise<void> {
    clearInterval(this.#ticking);
    const recorder = this.#recorder;
    if (recorder !== null && recorder.state !== 'inactive') {
      const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
      recorder.stop();
      await stopped;
    }
    for (const track of this.stream.getTracks()) track.stop();
  }

  #done = (): void => {
    this.dispatchEvent(new Event('done'));
  };

  #send = async (): Promise<void> => {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      await this.#stop();
      const recording = this.#recording();
      // What cannot be decoded here is sent without its waveform.
      const facts = await measure(recording).catch(() => ({ durationSeconds: this.seconds }));
      await sendRecording(this.chat, recording, facts);
      this.#done();
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    } finally {
      this.busy = false;
    }
  };

  #recording(): File {
    const type = this.#recorder?.mimeType ?? '';
    const ending = Object.entries(formats).find(([format]) => type.startsWith(format.split(';')[0] ?? format))?.[1];
    return new File(this.#pieces, `${this.shell.words.t('voice.name')}.${ending ?? 'webm'}`, { type });
  }

  #keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.#done();
  };

  override render() {
    const { t } = this.shell.words;
    return html`<div class="recorder" role="group" aria-label=${t('voice.recording')} @keydown=${this.#keys}>
        <button
          class="icon-button"
          aria-label=${t('voice.cancel')}
          title=${t('voice.cancel')}
          ?disabled=${this.busy}
          @click=${this.#done}
        >
          ${icon(trash)}
        </button>
        <span class="state"><span class="dot"></span>${t('voice.recording')}</span>
        <span class="digits" role="timer" aria-live="off">${clock(this.seconds)}</span>
        <button
          class="icon-button send"
          aria-label=${t('voice.send')}
          title=${t('voice.send')}
          aria-disabled=${this.busy}
          @click=${() => void this.#send()}
        >
          ${icon(sendIcon)}
        </button>
      </div>
      ${this.failure === null ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}`;
  }
}

customElements.define('veche-recorder', VoiceRecorder);
