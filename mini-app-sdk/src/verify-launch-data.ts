import { type LaunchData, readLaunchData, readPairs } from './launch-data.ts';
import { readSignedPairs, requireFresh, requireSignature, sortedText, type VerifyOptions } from './signatures.ts';

/**
 * Checks launch data on the app's own server and reads it. Rejects with `forbidden` when it was not signed for this
 * app or was changed, with `expired` when it is too old, with `malformed` when it is none at all.
 *
 * To refuse a replay, keep the `launchId`s of the last `maxAgeSeconds` and refuse one that comes again.
 *
 * @example
 * const { person } = await verifyLaunchData(launchData, { token: process.env.APP_TOKEN });
 */
export async function verifyLaunchData(
  launchData: string,
  { token, ...options }: VerifyOptions & { readonly token: string },
): Promise<LaunchData> {
  await readSignedPairs(launchData, token);
  return inTime(readLaunchData(launchData), options);
}

/**
 * The same check by someone who does not hold the app's token: with the public keys of the Veche server, which stand
 * at `/.well-known/veche-launch-keys.json`, and the number before the colon of the app's token.
 *
 * @example
 * const { keys } = await (await fetch('https://veche.example/.well-known/veche-launch-keys.json')).json();
 * await verifyLaunchDataByKey(launchData, { keys, tokenId: 7342037359 });
 */
export async function verifyLaunchDataByKey(
  launchData: string,
  { keys, tokenId, ...options }: VerifyOptions & { readonly keys: readonly JsonWebKey[]; readonly tokenId: number },
): Promise<LaunchData> {
  const fields = readPairs(launchData);
  const text = `${tokenId}:WebAppData\n${sortedText(fields, ['hash', 'signature'])}`;
  await requireSignature(text, { signature: fields.get('signature') ?? '', keys });
  return inTime(readLaunchData(launchData), options);
}

function inTime(data: LaunchData, options: VerifyOptions): LaunchData {
  requireFresh(data.openedAt, options);
  return data;
}
