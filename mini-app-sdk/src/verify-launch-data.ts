import { type LaunchData, readLaunchData, readPairs } from './launch-data.ts';
import { readSignedPairs, requireFresh, requireSignature, sortedText, type VerifyOptions } from './signatures.ts';

/**
 * Checks launch data on the app's own server and reads it. Rejects with `forbidden` when it was not signed for this
 * app or was changed, with `expired` when it is too old, with `conflict` when it was taken before, with `malformed` when
 * it is none at all or has a key twice.
 *
 * @example
 * const replays = replaysInMemory();
 * const { person } = await verifyLaunchData(launchData, { token: process.env.APP_TOKEN!, replays });
 */
export async function verifyLaunchData(
  launchData: string,
  { token, ...options }: VerifyOptions & { readonly token: string },
): Promise<LaunchData> {
  const fields = await readSignedPairs(launchData, token);
  return inTime(launchData, fields.get('hash')!, options);
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
  const signature = fields.get('signature') ?? '';
  await requireSignature(text, { signature, keys });
  return inTime(launchData, signature, options);
}

/** `signed` is under no other launch data: it names this one. */
async function inTime(launchData: string, signed: string, options: VerifyOptions): Promise<LaunchData> {
  const data = readLaunchData(launchData);
  await requireFresh(data.openedAt, signed, options);
  return data;
}
