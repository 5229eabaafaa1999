import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { type ReleaseSignature, releaseText, siteProofOf, siteText } from '@veche/contract';
import { VecheStartError } from '@veche/server/start-error';
import { makeFolderOf, privatePath, readPrivate } from './private-file.ts';

export interface DeveloperKey {
  readonly path: string;
  readonly isNew: boolean;
  sign(app: string, releaseId: string): ReleaseSignature;
  /** The file by which a site says that it is this app's, as text. */
  proveSite(app: string, site: string): string;
}

/** Reads the developer's Ed25519 key (PKCS #8 in PEM), or makes it where there is none. Never overwrites a file. */
export function openDeveloperKey(path = privatePath('developer-key.pem')): DeveloperKey {
  const kept = readPrivate(path);
  const key = kept === null ? makeKey(path) : parseKey(path, kept);
  const { x: publicKey = '' } = createPublicKey(key).export({ format: 'jwk' });
  const signed = (text: string): string => sign(null, Buffer.from(text), key).toString('base64url');
  return {
    path,
    isNew: kept === null,
    sign: (app, releaseId) => ({ publicKey, releaseId, signature: signed(releaseText(app, releaseId)) }),
    proveSite: (app, site) => siteProofOf(app, signed(siteText(app, site))),
  };
}

function makeKey(path: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519');
  makeFolderOf(path);
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { flag: 'wx', mode: 0o600 });
  return privateKey;
}

function parseKey(path: string, pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // What was read is a secret, and so may be what the error quotes of it.
  }
  throw new VecheStartError(`${path} holds no Ed25519 key in PEM: name another file in VECHE_DEVELOPER_KEY.`);
}
