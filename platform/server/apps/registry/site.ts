import { type Manifest, SITE_PROOF_PATH, SiteProof, siteOf, siteProofOf, siteText, VecheError } from '@veche/contract';
import type { AppsDependencies } from '../dependencies.ts';
import { isSigned } from '../releases/signature.ts';
import { isOurs } from './network.ts';

const MAX_PROOF_BYTES = 64 * 1024;
const MAX_SECONDS = 10;

/** Refuses a site that is ours, and one on this machine where releases are reviewed. */
export function checkSiteHost(
  manifest: Manifest,
  { webOrigin, isReviewing }: Pick<AppsDependencies, 'webOrigin' | 'isReviewing'>,
): void {
  const site = siteOf(manifest);
  if (site === null) return;
  const { protocol, hostname } = new URL(site);
  const refuse = (why: string): VecheError => new VecheError('invalid_input', why, { field: 'manifest.url' });
  if (isReviewing && protocol !== 'https:') throw refuse('Only a development server opens sites without https.');
  // In development another port of this machine, too: cookies know no ports.
  if (isOurs(hostname, new URL(webOrigin).hostname))
    throw refuse(`${hostname} is a host of this server. In development, write 127.0.0.1 for localhost.`);
}

export interface ToProve {
  readonly manifest: Manifest;
  /** Key of the release; null where it has none. */
  readonly developerKey: string | null;
  /** What of the call a refusal names. */
  readonly field: string;
}

/**
 * Asks the site of an app whether it wants to be the app's, and refuses with what to put there. Apps whose files we serve
 * pass. Never called in a transaction: the site answers when it likes.
 */
export async function checkSite(
  { siteGuard, isReviewing }: Pick<AppsDependencies, 'siteGuard' | 'isReviewing'>,
  { manifest, developerKey, field }: ToProve,
): Promise<void> {
  const site = siteOf(manifest);
  if (site === null) return;
  const app = manifest.app_id;
  const address = `${site}${SITE_PROOF_PATH}`;
  const refuse = (why: string): VecheError => {
    const signature =
      developerKey === null ? '' : `<signature of the release key over ${JSON.stringify(siteText(app, site))}>`;
    const advice = `Serve ${siteProofOf(app, signature)} there; veche publish prints it for your key.`;
    return new VecheError('invalid_input', `${address} ${why}. ${advice}`, { field });
  };

  const answer = await siteGuard.fetch({
    url: address,
    allowHttp: !isReviewing,
    maxBytes: MAX_PROOF_BYTES,
    totalSeconds: MAX_SECONDS,
    // The site itself says it: another host, or whoever can redirect here, cannot.
    maxRedirects: 0,
  });
  if (!answer.ok) throw refuse(`cannot be read (${answer.reason})`);
  if (answer.status !== 200) throw refuse(`answers with status ${answer.status}, and redirects are not followed`);
  const proof = readProof(answer.bytes);
  if (proof === null) throw refuse('is not JSON of this form');
  if (!Object.hasOwn(proof.apps, app)) throw refuse(`does not name the app ${app}`);
  const signature = proof.apps[app]!;
  if (developerKey !== null && !isSigned(siteText(app, site), { publicKey: developerKey, signature }))
    throw refuse(`names ${app} with a signature that is not of the key that signs this release`);
}

function readProof(bytes: Uint8Array) {
  try {
    return SiteProof.safeParse(JSON.parse(Buffer.from(bytes).toString())).data ?? null;
  } catch {
    return null;
  }
}
