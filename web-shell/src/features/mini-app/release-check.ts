import type { apps, OutputOf } from '@veche/contract';
import { releaseLogText } from '@veche/contract/bridge-light';
import { VecheError } from '@veche/contract/light';

type Launch = Pick<OutputOf<typeof apps.launch>, 'app' | 'logEntry' | 'underTest'>;

/** The keys under which the platform signs its log of releases, as JSON Web Keys. */
export async function readReleaseKeys(): Promise<readonly JsonWebKey[]> {
  // Asked anew each time: a key that the browser kept would refuse every app after a change of it.
  const answer = await fetch('/.well-known/veche-release-keys.json', { cache: 'no-cache' }).catch(() => null);
  if (answer?.ok !== true) throw new VecheError('unavailable', 'The keys of the log of releases cannot be read.');
  return ((await answer.json()) as { keys: JsonWebKey[] }).keys;
}

/**
 * Whether a launch may open what it was asked for: by a testers' link a release that is told to be under test, else what
 * the log confirms.
 */
export async function isConfirmed(
  launch: Launch,
  asked: { readonly app: string; readonly testKey: string | null },
  keys: readonly JsonWebKey[],
): Promise<boolean> {
  if (asked.testKey === null) return launch.underTest === undefined && isLogged(launch, asked.app, keys);
  return launch.underTest !== undefined && launch.app.slug === asked.app;
}

/**
 * Whether the public log says, under one of the keys, that people were given the release that was launched. A browser
 * whose WebCrypto has no Ed25519 checks the hash of the entry alone.
 */
async function isLogged({ app, logEntry }: Launch, asked: string, keys: readonly JsonWebKey[]): Promise<boolean> {
  if (logEntry === undefined || (logEntry.act !== 'live' && logEntry.act !== 'staged')) return false;
  const isThisOne =
    logEntry.app === asked &&
    logEntry.app === app.slug &&
    logEntry.appId === app.appId &&
    logEntry.releaseId === app.release;
  if (!isThisOne) return false;
  const text = new TextEncoder().encode(releaseLogText(logEntry));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  if (hexOf(hash) !== logEntry.hash) return false;
  const signature = bytesOf(logEntry.signature);
  if (signature === null) return false;
  for (const key of keys) if (await isSignedBy(key, signature, text)) return true;
  return false;
}

async function isSignedBy(
  jwk: JsonWebKey,
  signature: Uint8Array<ArrayBuffer>,
  text: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('jwk', jwk, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature, text);
  } catch (error) {
    // A key that makes no sense signs nothing; a browser without Ed25519 says so by this name.
    return error instanceof DOMException && error.name === 'NotSupportedError';
  }
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
  } catch {
    return null;
  }
}
