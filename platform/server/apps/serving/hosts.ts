import { AppSlug } from '@veche/contract';

/** Hex digits of a release id that name its host: enough that nobody guesses one. */
const RELEASE_DIGITS = 16;

/**
 * Origin of an app: a subdomain of the web client's host, so that no app shares an origin with it or another app. A
 * release that is not live has an origin of its own, so that it meets no storage of the live one.
 */
export function appOrigin(webOrigin: string, slug: string, releaseId?: string): string {
  const { protocol, host } = new URL(webOrigin);
  const label = releaseId === undefined ? slug : `${slug}--${releaseId.slice(0, RELEASE_DIGITS)}`;
  return `${protocol}//${label}.apps.${host}`;
}

/** What an app host stands for: an app, and the first digits of a release of it unless it is the live one. */
export interface AppHost {
  /** `''` when it stands for no app. */
  readonly slug: string;
  readonly release: string | null;
}

/** Null for hosts that are not for apps. */
export function readAppHost(webOrigin: string, host: string): AppHost | null {
  const suffix = `.apps.${new URL(webOrigin).host}`;
  const lower = host.toLowerCase();
  if (!lower.endsWith(suffix)) return null;
  const label = lower.slice(0, -suffix.length);
  const [, slug = label, release = null] = /^(.+)--([0-9a-f]{16})$/.exec(label) ?? [];
  return AppSlug.safeParse(slug).success ? { slug, release } : { slug: '', release: null };
}
