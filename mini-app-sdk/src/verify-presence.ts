import { VecheError } from '@veche/contract/light';
import { readPairs } from './launch-data.ts';
import { requireFresh, requireSignature, sortedText, type VerifyOptions } from './signatures.ts';

/**
 * Checks on the app's own server that a person confirmed a challenge, with the public keys of the Veche server, which
 * stand at `/.well-known/veche-launch-keys.json`. Answers the `personId` that the app knows them by. Rejects with
 * `forbidden` when it was not signed, or for another app or challenge, with `expired` when it is too old.
 *
 * @example
 * const { personId } = await verifyPresence(proof, { keys, app: 'clinic', challenge: sentChallenge });
 */
export async function verifyPresence(
  proof: string,
  {
    keys,
    app,
    challenge,
    ...options
  }: VerifyOptions & {
    readonly keys: readonly JsonWebKey[];
    readonly app: string;
    readonly challenge: string;
  },
): Promise<{ personId: string; confirmedAt: Date }> {
  const fields = readPairs(proof);
  const text = `veche presence 1\n${sortedText(fields, ['signature'])}`;
  await requireSignature(text, { signature: fields.get('signature') ?? '', keys });
  if (fields.get('app') !== app || fields.get('challenge') !== challenge)
    throw new VecheError('forbidden', 'This confirms something else.');
  const confirmedAt = new Date(Number(fields.get('auth_date')) * 1000);
  await requireFresh(confirmedAt, fields.get('signature')!, options);
  return { personId: fields.get('person_id') ?? '', confirmedAt };
}
