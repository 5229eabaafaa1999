import type { Veche } from './connect.ts';
import { type LaunchData, readLaunchData } from './launch-data.ts';

/**
 * The launch data of this window, signed anew: for a page that stays open for longer than its server takes launch data
 * for fresh. Who opened it, from where and `launchId` stay; `openedAt` is now. Rejects with `expired` (the window was
 * closed or is a day old, or the release was stopped), `rate_limited` (over thirty times a minute: wait).
 *
 * @example
 * const { launchId, raw } = await refreshLaunch(veche);
 * console.assert(launchId === getLaunch(veche).launchId && raw !== '');
 */
export async function refreshLaunch(veche: Veche): Promise<LaunchData> {
  return readLaunchData((await veche.request('app.refreshLaunch', {})).launchData);
}
