import { html, nothing, type TemplateResult } from 'lit';
import type { Call } from '@veche/contract';
import grip from 'lucide-static/icons/grip-horizontal.svg?raw';
import mic from 'lucide-static/icons/mic.svg?raw';
import micOff from 'lucide-static/icons/mic-off.svg?raw';
import minimize from 'lucide-static/icons/minimize-2.svg?raw';
import phone from 'lucide-static/icons/phone.svg?raw';
import phoneOff from 'lucide-static/icons/phone-off.svg?raw';
import settings from 'lucide-static/icons/settings-2.svg?raw';
import switchCamera from 'lucide-static/icons/switch-camera.svg?raw';
import video from 'lucide-static/icons/video.svg?raw';
import videoOff from 'lucide-static/icons/video-off.svg?raw';
import type { MessageKey } from '../../i18n/words.ts';
import { avatar } from '../../parts/avatar.ts';
import { icon } from '../../parts/icon.ts';
import type { Shell } from '../../state/shell.ts';
import type { CallSession } from './call-session.ts';
import type { CallPlace, placeActs } from './call-place.ts';
import { deviceChoices } from './device-choices.ts';
import { listDevices } from './devices.ts';
import { lengthOf } from './length.ts';

interface View {
  readonly shell: Shell;
  readonly session: CallSession;
  readonly call: Call;
  readonly now: number;
}

/** Somebody calls; nothing here is pressed by chance: the focus stays where it is, and Esc only makes it quiet. */
export function incoming({ shell, session, call }: View): TemplateResult {
  const { t } = shell.words;
  const { name, accountId, photoId } = call.peer;
  const isUnfinished = session.phase.value === 'unfinished';
  const isVideo = call.media === 'video';
  const quiet = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    // Not the Escape of the page behind.
    event.preventDefault();
    event.stopPropagation();
    session.silence();
  };
  return html`<section class="incoming" role="region" aria-label=${t('calls.region', { name })} @keydown=${quiet}>
    ${avatar(accountId, name, photoId)}
    <div class="who" role="alert">
      <bdi class="name cut">${name}</bdi>
      <span class="soft"
        >${t(isUnfinished ? 'calls.unfinished' : isVideo ? 'calls.incomingVideo' : 'calls.incomingAudio')}</span
      >
    </div>
    <div class="answers">
      <button class="button" data-kind="danger" @click=${() => (isUnfinished ? session.hangUp() : session.decline())}>
        ${icon(phoneOff)} ${t(isUnfinished ? 'calls.hangUp' : 'calls.decline')}
      </button>
      <button
        class="button"
        data-kind="primary"
        @click=${() => void (isUnfinished ? session.resume() : session.accept(isVideo))}
      >
        ${icon(isVideo ? video : phone)} ${t(isUnfinished ? 'calls.resume' : 'calls.accept')}
      </button>
      ${
        isVideo && !isUnfinished
          ? html`<button class="button wide" @click=${() => void session.accept(false)}>
              ${icon(phone)} ${t('calls.acceptAudio')}
            </button>`
          : nothing
      }
    </div>
  </section>`;
}

/** What is said of how the call stands. */
function phaseWords(session: CallSession): MessageKey {
  const phase = session.phase.value;
  if (phase === 'over') return session.why.value ?? 'calls.endedAnswered';
  if (phase === 'calling') return 'calls.ringing';
  if (phase === 'connecting') return 'calls.connecting';
  if (phase === 'reconnecting') return 'calls.reconnecting';
  return 'calls.talking';
}

/** The line below the name; while all is well, the time alone is seen. */
function state({ shell, session, call, now }: View) {
  const isTalking = session.phase.value === 'talking';
  const since = Date.parse(call.answeredAt ?? call.startedAt) + shell.client.clockOffMs.value;
  const isMutedThere = isTalking && !session.farSends.value.microphone;
  return html`<span class="state soft">
    ${isTalking ? html`<span class="digits" role="timer">${lengthOf((now - since) / 1000)}</span>` : nothing}
    <span role="status" class=${isTalking && !isMutedThere ? 'unseen' : ''}
      >${shell.words.t(isMutedThere ? 'calls.muted' : phaseWords(session))}</span
    >
  </span>`;
}

/** What stands for a window that was set aside. */
export function chip(view: View & { open(): void }): TemplateResult {
  const { t } = view.shell.words;
  const { name } = view.call.peer;
  return html`<section class="chip" role="region" aria-label=${t('calls.region', { name })}>
    <button class="back" aria-label=${t('calls.restore', { name })} @click=${view.open}>
      ${icon(phone)} <bdi class="cut">${name}</bdi>
    </button>
    ${state(view)}
    <button
      class="icon-button end"
      aria-label=${t('calls.hangUp')}
      title=${t('calls.hangUp')}
      @click=${view.session.hangUp}
    >
      ${icon(phoneOff)}
    </button>
  </section>`;
}

interface WindowView extends View {
  readonly place: CallPlace | null;
  readonly acts: ReturnType<typeof placeActs>;
  readonly devices: readonly MediaDeviceInfo[] | null;
  readonly speaker: HTMLAudioElement | null;
  minimise(): void;
  showDevices(devices: readonly MediaDeviceInfo[] | null): void;
}

/** The window of a call: fills a phone, floats on a desktop. */
export function callWindow(view: WindowView): TemplateResult {
  const { shell, session, call, place, acts, devices } = view;
  const { t } = shell.words;
  const { name, accountId, photoId } = call.peer;
  const isOver = session.phase.value === 'over';
  const isSeen = session.farSends.value.camera && session.far.value !== null && !isOver;
  const trouble = session.trouble.value;
  const style = place === null ? '' : `inset: ${place.y}px auto auto ${place.x}px`;
  return html`<section
    class="window"
    tabindex="-1"
    role="region"
    aria-label=${t('calls.region', { name })}
    ?data-video=${isSeen || session.camera.value !== null}
    .style=${style}
  >
    <div class="head" @pointerdown=${acts.drag}>
      <button class="icon-button handle" aria-label=${t('calls.move')} title=${t('calls.move')} @keydown=${acts.byKey}>
        ${icon(grip)}
      </button>
      <button
        class="icon-button"
        aria-label=${t('calls.minimise')}
        title=${t('calls.minimise')}
        ?hidden=${isOver}
        @click=${view.minimise}
      >
        ${icon(minimize)}
      </button>
    </div>
    <div class="stage">
      ${
        isSeen
          ? html`<video
              data-stream="far"
              autoplay
              playsinline
              .muted=${true}
              aria-label=${t('calls.picture', { name })}
            ></video>`
          : avatar(accountId, name, photoId)
      }
      ${
        session.camera.value === null
          ? nothing
          : html`<video
              class="near"
              data-stream="near"
              autoplay
              playsinline
              .muted=${true}
              aria-label=${t('calls.self')}
            ></video>`
      }
    </div>
    <div class="who">
      <bdi class="name cut">${name}</bdi>
      ${state(view)}
    </div>
    ${trouble === null ? nothing : html`<p class="trouble" role="alert">${t(trouble)}</p>`}
    ${devices === null ? nothing : deviceChoices(view, devices)} ${isOver ? nothing : controls(view)}
  </section>`;
}

function controls({ shell, session, devices, showDevices }: WindowView): TemplateResult {
  const { t } = shell.words;
  const isHeard = session.isHeard.value;
  const hasCamera = session.camera.value !== null;
  const toggle = (key: MessageKey, picture: string, isOn: boolean, act: () => unknown) =>
    html`<button class="control" aria-label=${t(key)} title=${t(key)} ?data-off=${!isOn} @click=${() => void act()}>
      ${icon(picture)}
    </button>`;
  const open = async () =>
    showDevices(
      devices === null ? [...(await listDevices('audioinput')), ...(await listDevices('audiooutput'))] : null,
    );
  return html`<div class="controls">
    ${toggle(isHeard ? 'calls.microphoneOff' : 'calls.microphoneOn', isHeard ? mic : micOff, isHeard, session.toggleMicrophone)}
    ${toggle(hasCamera ? 'calls.cameraOff' : 'calls.cameraOn', hasCamera ? video : videoOff, hasCamera, session.toggleCamera)}
    ${hasCamera ? toggle('calls.switchCamera', switchCamera, true, session.switchCamera) : nothing}
    <button
      class="control"
      aria-label=${t('calls.devices')}
      title=${t('calls.devices')}
      aria-expanded=${devices !== null}
      @click=${() => void open()}
    >
      ${icon(settings)}
    </button>
    <button class="control end" aria-label=${t('calls.hangUp')} title=${t('calls.hangUp')} @click=${session.hangUp}>
      ${icon(phoneOff)}
    </button>
  </div>`;
}
