import { html, nothing, unsafeCSS } from 'lit';
import cameraIcon from 'lucide-static/icons/camera.svg?raw';
import rotate from 'lucide-static/icons/rotate-ccw.svg?raw';
import sendIcon from 'lucide-static/icons/send-horizontal.svg?raw';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import '../../../parts/sheet.ts';
import type { OpenChat } from '../open-chat.ts';
import styles from './camera.css?inline';
import { cameraProblem, closeStream, openCamera } from './devices.ts';
import { sendFiles } from './uploads.ts';

/** Takes a photo with the camera of this device: look, take, again or send. */
class CameraSheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    stream: { state: true },
    isReady: { state: true },
    taken: { state: true },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;
  declare stream: MediaStream | null;
  /** There is something to be seen. */
  declare isReady: boolean;
  /** The photo, and an address to show it under. */
  declare taken: { readonly photo: Blob; readonly url: string } | null;
  declare failure: string | null;

  constructor() {
    super();
    this.stream = null;
    this.isReady = false;
    this.taken = null;
    this.failure = null;
  }

  override firstUpdated(): void {
    void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    closeStream(this.stream);
    this.#forget();
  }

  #open = async (): Promise<void> => {
    this.failure = null;
    try {
      const stream = await openCamera({ width: { ideal: 1920 }, height: { ideal: 1080 } });
      // The person went elsewhere while the browser asked.
      if (!this.isConnected) return closeStream(stream);
      this.stream = stream;
    } catch (error) {
      this.failure = this.shell.words.t(cameraProblem(error));
    }
  };

  #forget(): void {
    if (this.taken !== null) URL.revokeObjectURL(this.taken.url);
    this.taken = null;
  }

  #take = async (): Promise<void> => {
    const video = this.renderRoot.querySelector('video');
    if (video === null) return;
    // Anew for each photo, it has no picture at first.
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA)
      await new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }));
    if (!video.isConnected) return;
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    const photo = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
    if (!this.isConnected) return;
    this.taken = { photo, url: URL.createObjectURL(photo) };
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.send')?.focus();
  };

  #again = async (): Promise<void> => {
    this.#forget();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.take')?.focus();
  };

  #send = async (): Promise<void> => {
    const photo = this.taken?.photo;
    if (photo === undefined) return;
    const name = `${this.shell.words.t('kind.photo')}.jpg`;
    this.#close();
    await sendFiles(this.chat, [new File([photo], name, { type: photo.type })]);
  };

  #close = (): void => {
    this.chat.sheet.value = null;
  };

  #body() {
    const { t } = this.shell.words;
    if (this.failure !== null)
      return html`<p class="problem" role="alert">${this.failure}</p>
        <button class="button" @click=${this.#open}>${t('action.retry')}</button>`;
    const { taken } = this;
    // The camera goes on behind the photo, so that another one can be taken at once.
    return html`<video
        class="picture"
        autoplay
        muted
        playsinline
        ?hidden=${taken !== null}
        aria-label=${t('camera.preview')}
        .srcObject=${this.stream}
        @loadeddata=${() => (this.isReady = true)}
      ></video>
      ${taken === null ? nothing : html`<img class="picture" src=${taken.url} alt=${t('camera.taken')} />`}
      ${this.isReady ? nothing : html`<p class="soft" role="status">${t('camera.opening')}</p>`}
      <div class="acts">${taken === null ? this.#takeButton() : this.#sendButtons()}</div>`;
  }

  #takeButton() {
    return html`<button class="button take" data-kind="primary" ?disabled=${!this.isReady} @click=${this.#take}>
      ${icon(cameraIcon)}${this.shell.words.t('camera.take')}
    </button>`;
  }

  #sendButtons() {
    const { t } = this.shell.words;
    return html`<button class="button" @click=${this.#again}>${icon(rotate)}${t('camera.again')}</button>
      <button class="button send" data-kind="primary" @click=${this.#send}>
        ${icon(sendIcon)}${t('camera.send')}
      </button>`;
  }

  override render() {
    return html`<veche-sheet .shell=${this.shell} .heading=${this.shell.words.t('camera.photo')} @close=${this.#close}>
      ${this.#body()}
    </veche-sheet>`;
  }
}

customElements.define('veche-camera', CameraSheet);
