import { generateKeyPairSync, sign } from 'node:crypto';
import { type apps, type InputOf, type Release, releaseText } from '@veche/contract';
import { refusal } from './refusal.ts';
import type { TestPerson } from './server.ts';

/** A developer's key, and what it says of releases; of which app is asked where none is named. */
export function createDeveloper(appNow: () => string) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const signed = (releaseId: string, app = appNow()) => ({
    publicKey: x,
    releaseId,
    signature: sign(null, Buffer.from(releaseText(app, releaseId)), privateKey).toString('base64url'),
  });
  return {
    key: x,
    signed,
    /** Publishes what is signed. The first try tells the id by which that is done. */
    async publish(person: TestPerson, content: InputOf<typeof apps.publish>): Promise<Release> {
      const app = content.manifest.app_id;
      const unknown = await refusal(person.call('apps.publish', { ...content, signed: signed('0'.repeat(64), app) }));
      const id = /[0-9a-f]{64}/.exec(unknown.message)?.[0] ?? '';
      return (await person.call('apps.publish', { ...content, signed: signed(id, app) })).release;
    },
  };
}
