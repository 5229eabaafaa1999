import { AppSlug } from '@veche/contract';

/** Origin of an app: a subdomain of the web client's host, so that no app shares an origin with it or another app. */
export function appOrigin(webOrigin: string, slug: string): string {
  const { protocol, host } = new URL(webOrigin);
  return `${protocol}//${slug}.apps.${host}`;
}

/** The slug an app host stands for; `''` when it stands for none; null for hosts that are not for apps. */
export function slugOfHost(webOrigin: string, host: string): string | null {
  const suffix = `.apps.${new URL(webOrigin).host}`;
  const lower = host.toLowerCase();
  if (!lower.endsWith(suffix)) return null;
  const slug = lower.slice(0, -suffix.length);
  return AppSlug.safeParse(slug).success ? slug : '';
}
