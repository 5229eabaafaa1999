import type { Launch } from './app-session.ts';

/**
 * The host that an app's page comes from, as the person is told: that of its own site where it has one. Letters of other
 * alphabets stay in their form of ASCII, in which no host looks like another.
 */
export function shownHost({ origin, site = origin }: Pick<Launch, 'origin' | 'site'>): string {
  return new URL(site).host;
}
