import { html, nothing, type TemplateResult } from 'lit';
import type { MessageKey } from '../../i18n/words.ts';
import type { Shell } from '../../state/shell.ts';
import type { CallSession } from './call-session.ts';

interface Choosing {
  readonly shell: Shell;
  readonly session: Pick<CallSession, 'chooseMicrophone'>;
  /** What plays the other side. */
  readonly speaker: HTMLAudioElement | null;
}

/** Fields for the microphone and, where the browser lets choose it, for what one hears with. */
export function deviceChoices(choosing: Choosing, devices: readonly MediaDeviceInfo[]): TemplateResult {
  const { session, speaker } = choosing;
  const of = (kind: MediaDeviceKind) => devices.filter((device) => device.kind === kind);
  const mayChooseSpeaker = speaker !== null && 'setSinkId' in speaker;
  return html`<div class="devices">
    ${field(choosing, 'calls.microphone', of('audioinput'), (id) => void session.chooseMicrophone(id))}
    ${
      mayChooseSpeaker
        ? field(choosing, 'calls.speaker', of('audiooutput'), (id) => void speaker.setSinkId(id).catch(() => undefined))
        : nothing
    }
  </div>`;
}

function field(
  { shell }: Choosing,
  key: MessageKey,
  devices: readonly MediaDeviceInfo[],
  choose: (id: string) => void,
) {
  const { t } = shell.words;
  if (devices.length === 0) return nothing;
  return html`<label>
    <span>${t(key)}</span>
    <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${devices.map(
        ({ deviceId, label }, index) =>
          html`<option value=${deviceId}>${label === '' ? t('calls.device', { number: index + 1 }) : label}</option>`,
      )}
    </select>
  </label>`;
}
