import { effect, untracked } from '@preact/signals-core';
import { html, nothing, unsafeCSS } from 'lit';
import type { CallMedia, ChatId } from '@veche/contract';
import { isMuted } from '@veche/contract/light';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { type CallSession, createCallSession } from './call-session.ts';
import { type CallPlace, placeActs, within } from './call-place.ts';
import { callWindow, chip, incoming } from './call-views.ts';
import styles from './calls.css?inline';
import { playSound } from './sounds.ts';

/** The call of this page, over everything else: who calls, the window of a talk, and its chip. */
export class CallsLayer extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    isSmall: { state: true },
    place: { state: true },
    now: { state: true },
    devices: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  /** Set aside: a chip stands for the window. */
  declare isSmall: boolean;
  declare place: CallPlace | null;
  declare now: number;
  /** The devices that can be chosen among; null: they are not shown. */
  declare devices: readonly MediaDeviceInfo[] | null;
  #session: CallSession | null = null;
  #stops: (() => void)[] = [];
  #stopSound: (() => void) | null = null;
  #hadFocus = false;

  constructor() {
    super();
    [this.isSmall, this.place, this.now, this.devices] = [false, null, Date.now(), null];
  }

  get session(): CallSession {
    return (this.#session ??= createCallSession(this.shell));
  }

  async call(chatId: ChatId, media: CallMedia): Promise<void> {
    this.isSmall = false;
    await this.session.start(chatId, media);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { client } = this.shell;
    const { session } = this;
    const restart = () => session.restart();
    addEventListener('online', restart);
    addEventListener('beforeunload', this.#askBeforeLeaving);
    addEventListener('resize', this.#resized);
    const timer = setInterval(() => (this.now = Date.now()), 1000);
    this.#stops = [
      effect(() => {
        const frame = client.calls.value;
        if (frame !== null) untracked(() => session.heard(frame));
      }),
      effect(() => {
        if (client.status.value === 'online') untracked(() => void session.look());
      }),
      effect(() => this.#sound(session.phase.value, session.isLoud.value)),
      () => removeEventListener('online', restart),
      () => removeEventListener('beforeunload', this.#askBeforeLeaving),
      () => removeEventListener('resize', this.#resized),
      () => clearInterval(timer),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops.splice(0)) stop();
    this.#stopSound?.();
  }

  #resized = (): void => {
    if (this.place !== null) this.place = within(this.place);
  };

  /** A chat that was muted rings without a sound. */
  #sound(phase: string, isLoud: boolean): void {
    this.#stopSound?.();
    this.#stopSound = null;
    const chatId = this.session.call.peek()?.chatId;
    const row = this.shell.client.chats.peek().find((chat) => chat.chatId === chatId);
    const name = phase === 'incoming' && isLoud ? 'called' : phase === 'calling' ? 'calling' : null;
    if (name === null || (name === 'called' && row !== undefined && isMuted(row, Date.now()))) return;
    this.#stopSound = playSound(name);
  }

  #askBeforeLeaving = (event: BeforeUnloadEvent): void => {
    const phase = this.session.phase.peek();
    if (phase === 'talking' || phase === 'reconnecting' || phase === 'connecting') event.preventDefault();
  };

  override willUpdate(): void {
    this.#hadFocus = (this.renderRoot as ShadowRoot | undefined)?.activeElement != null;
  }

  /** Streams are given to the elements that play them: no attribute takes one. */
  override updated(): void {
    const { far, camera } = this.session;
    const sources = { far: far.peek(), near: camera.peek() } as const;
    for (const media of this.renderRoot.querySelectorAll<HTMLMediaElement>('[data-stream]')) {
      if (media.dataset['stream'] === 'far') play(media, sources.far);
      else playTrack(media, sources.near);
    }
    // What was pressed has gone: the focus stays with the call.
    if (this.#hadFocus && (this.renderRoot as ShadowRoot).activeElement === null)
      this.renderRoot.querySelector<HTMLElement>('.window, .chip .back')?.focus();
  }

  override render() {
    const { shell, session, now, isSmall } = this;
    const { call, phase } = session;
    void session.far.value;
    void session.camera.value;
    const held = call.value;
    if (held === null) return nothing;
    const view = { shell, session, call: held, now };
    if (phase.value === 'incoming' || phase.value === 'unfinished') return incoming(view);
    const set = (change: Partial<Pick<CallsLayer, 'isSmall' | 'devices' | 'place'>>) => Object.assign(this, change);
    return html`<audio data-stream="far" autoplay></audio> ${
        isSmall && phase.value !== 'over'
          ? chip({ ...view, open: () => set({ isSmall: false }) })
          : callWindow({
              ...view,
              place: this.place,
              acts: placeActs(this.place, (place) => set({ place })),
              minimise: () => set({ isSmall: true, devices: null }),
              devices: this.devices,
              showDevices: (devices) => set({ devices }),
              speaker: this.renderRoot.querySelector('audio'),
            })
      }`;
  }
}

function play(media: HTMLMediaElement, stream: MediaStream | null): void {
  if (media.srcObject !== stream) media.srcObject = stream;
}

function playTrack(media: HTMLMediaElement, track: MediaStreamTrack | null): void {
  const shown = media.srcObject instanceof MediaStream ? media.srcObject.getTracks()[0] : undefined;
  if (shown !== (track ?? undefined)) media.srcObject = track === null ? null : new MediaStream([track]);
}

customElements.define('veche-calls', CallsLayer);
