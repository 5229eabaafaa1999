/**
 * How a person makes a shortcut by hand: from the list of `share` (iPhone, iPad), into the `dock` (Safari on a Mac), or
 * from the `menu` of the browser.
 */
export type Way = 'share' | 'dock' | 'menu';

interface Surroundings {
  readonly userAgent: string;
  readonly maxTouchPoints: number;
  /** The browser tells pages when it can install them. */
  readonly canInstall: boolean;
  /** The page was opened by a shortcut and has no bars of a browser around it. */
  readonly isStandalone: boolean;
}

/** Null: nothing is made from here. */
export function wayOf({ userAgent, maxTouchPoints, canInstall, isStandalone }: Surroundings): Way | null {
  if (isStandalone) return null;
  // An iPad says that it is a Mac, and no Mac is touched.
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) return 'share';
  if (/Macintosh/.test(userAgent) && /Version\/[\d.]+ Safari\//.test(userAgent)) return 'dock';
  return canInstall || /Android/.test(userAgent) ? 'menu' : null;
}
