import type { Veche } from './connect.ts';
import { type LaunchData, readLaunchData } from './launch-data.ts';

/**
 * Who opened the app, from where and when. The page may show it; a server must check `raw` with `verifyLaunchData`
 * before it believes a word.
 *
 * @example
 * const { person, raw } = getLaunch(veche);
 * greeting.textContent = `Hello, ${person.firstName}!`;
 * await fetch('/session', { method: 'POST', body: raw });
 */
export function getLaunch(veche: Veche): LaunchData {
  return readLaunchData(veche.launchData);
}
