import type { AppScope, BridgeResult } from '@veche/contract';
import { VecheError } from '@veche/contract/light';

type Attributes = BridgeResult<'people.getAttributes'>;

/** Largest photo that fits a message of the bridge, in characters of its data address. */
const MAX_PHOTO_LENGTH = 60_000;

/** Adds what the server does not give itself: where the device is, and the picture behind the number of a photo. */
export async function withDeviceValues(scope: AppScope, read: Attributes): Promise<Attributes> {
  if (scope === 'location') return { ...read, values: await readPosition() };
  const photoId = read.values['photo'];
  if (scope !== 'photo' || photoId == null) return read;
  return { ...read, values: { photo: await readPhoto(Number(photoId)) } };
}

async function readPosition(): Promise<Attributes['values']> {
  const { coords } = await new Promise<GeolocationPosition>((resolve, reject) =>
    navigator.geolocation.getCurrentPosition(resolve, reject, { enableHighAccuracy: true, timeout: 20_000 }),
  ).catch(() => {
    throw new VecheError('unavailable', 'The device did not tell where it is.');
  });
  return { latitude: coords.latitude, longitude: coords.longitude, accuracyMeters: coords.accuracy };
}

/** As a data address: an app reaches no files of ours. */
async function readPhoto(photoId: number): Promise<string> {
  const response = await fetch(`/files/${photoId}/thumbnail`);
  if (!response.ok) throw new VecheError('unavailable', 'The photo could not be read.');
  const bytes = new Uint8Array(await response.arrayBuffer());
  const type = response.headers.get('content-type') ?? 'image/webp';
  const address = `data:${type};base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
  if (address.length > MAX_PHOTO_LENGTH) throw new VecheError('too_large', 'The photo does not fit a message.');
  return address;
}
