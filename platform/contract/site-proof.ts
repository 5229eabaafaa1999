import { z } from 'zod';

/** Where a site says whose mini-apps it is. */
export const SITE_PROOF_PATH = '/.well-known/veche-app.json';

/**
 * What stands there: by the id of each app the Ed25519 signature of its release key over `siteText`, in base64url. Of an
 * app without a key, which a development server alone takes, the id counts and the signature is anything.
 */
export const SiteProof = z.object({ apps: z.record(z.string(), z.string()) });

/** What the signature of a site's proof stands under. `origin` is that of the site, such as `https://app.example.org`. */
export function siteText(app: string, origin: string): string {
  return ['veche app site', app, origin].join('\n');
}

/** The file as text, for one app. */
export function siteProofOf(app: string, signature: string): string {
  return JSON.stringify({ apps: { [app]: signature } } satisfies z.infer<typeof SiteProof>);
}
