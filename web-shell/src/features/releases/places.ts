export const RELEASES_PATH = '/settings/releases';

/** Address of the releases of one's app. */
export function releasesPath(app: string): string {
  return `${RELEASES_PATH}?app=${app}`;
}

/** Address by which a moderator opens a release that waits for review. */
export function reviewPath({ app, releaseId }: { readonly app: string; readonly releaseId: string }): string {
  return `/apps?run=${app}&test=${releaseId}`;
}
