import type { MessageKey } from '../../../i18n/words.ts';

/** Why a camera, with a microphone where sound is wanted, could not be opened, in words that say what to do. */
export function cameraProblem(error: unknown, audio = false): MessageKey {
  const name = error instanceof DOMException ? error.name : '';
  // Browsers do not tell which of the two is not there.
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return audio ? 'note.none' : 'camera.none';
  return name === 'NotReadableError' || name === 'AbortError' ? 'camera.busy' : 'camera.refused';
}

/** Opens the camera, and the microphone where sound is wanted. */
export function openCamera(video: MediaTrackConstraints, audio = false): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ video, audio });
}

export function closeStream(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
