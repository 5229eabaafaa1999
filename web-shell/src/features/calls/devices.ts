import type { MessageKey } from '../../i18n/words.ts';

export type Caught = { readonly track: MediaStreamTrack } | { readonly trouble: MessageKey };

/** The microphone, or why there is none. */
export function openMicrophone(deviceId?: string): Promise<Caught> {
  return open(
    { audio: { ...chosen(deviceId), echoCancellation: true, noiseSuppression: true, autoGainControl: true } },
    ['calls.noMicrophone', 'calls.deniedMicrophone'],
  );
}

/** The camera, or why there is none. `facing` chooses among those of a phone. */
export function openCamera(facing: 'user' | 'environment' = 'user', deviceId?: string): Promise<Caught> {
  const video = { ...(deviceId === undefined ? { facingMode: facing } : chosen(deviceId)), width: { ideal: 1280 } };
  return open({ video: { ...video, height: { ideal: 720 } } }, ['calls.noCamera', 'calls.deniedCamera']);
}

function chosen(deviceId: string | undefined): MediaTrackConstraints {
  return deviceId === undefined ? {} : { deviceId: { ideal: deviceId } };
}

async function open(constraints: MediaStreamConstraints, [none, denied]: [MessageKey, MessageKey]): Promise<Caught> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(constraints);
    const [track] = stream.getTracks();
    return track === undefined ? { trouble: none } : { track };
  } catch (error) {
    return { trouble: (error as { name?: string }).name === 'NotAllowedError' ? denied : none };
  }
}

/** What can be chosen among. */
export async function listDevices(kind: MediaDeviceKind): Promise<readonly MediaDeviceInfo[]> {
  const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return all.filter((device) => device.kind === kind && device.deviceId !== '');
}
