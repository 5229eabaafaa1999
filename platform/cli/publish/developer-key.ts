import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { type ReleaseSignature, releaseText } from '@veche/contract';
import { VecheStartError } from '@veche/server/start-error';
import { makeFolderOf, privatePath, readPrivate } from './private-file.ts';

export interface DeveloperKey {
  readonly path: string;
  readonly isNew: boolean;
  sign(app: string, releaseId: string): ReleaseSignature;
}

/** Reads the developer's Ed25519 key (PKCS #8 in PEM), or makes it where there is none. Never overwrites a file. */
export function openDeveloperKey(path = privatePath('developer-key.pem')): DeveloperKey {
  const kept = readPrivate(path);
  const key = kept === null ? makeKey(path) : parseKey(path, kept);
  const { x: publicKey = '' } = createPublicKey(key).export({ format: 'jwk' });
  return {
    path,
    isNew: kept === null,
    sign: (app, releaseId) => {
      const signature = sign(null, Buffer.from(releaseText(app, releaseId)), key).toString('base64url');
      return { publicKey, releaseId, signature };
    },
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
