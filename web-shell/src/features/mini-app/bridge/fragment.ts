import type { apps, OutputOf, ThemeColours } from '@veche/contract';
import { launchFragment } from '@veche/contract/bridge-light';
import { MAX_VERSION } from './max/requests.ts';
import { TELEGRAM_VERSION } from './telegram/requests.ts';
import { telegramTheme } from './telegram/telegram-theme.ts';

type Launch = OutputOf<typeof apps.launch>;

/** What the frame's address carries behind `#`: it never reaches a server or a referrer. */
export function fragmentOf(options: {
  readonly initData: string;
  readonly launchForm?: Launch['launchForm'];
  readonly nonce: string;
  readonly webOrigin: string;
  readonly theme: ThemeColours;
}): string {
  const { initData, launchForm, nonce, webOrigin, theme } = options;
  const startParam = new URLSearchParams(initData).get('start_param');
  // Its launch data stands in the query, and pages find their own place here.
  if (launchForm === 'vk') return startParam ?? '';
  const own = { [launchFragment.nonce]: nonce, [launchFragment.host]: webOrigin };
  if (launchForm === 'max') {
    const max = { WebAppData: initData, WebAppPlatform: 'web', WebAppVersion: MAX_VERSION };
    return new URLSearchParams({ ...max, ...own }).toString();
  }
  return new URLSearchParams({
    tgWebAppData: initData,
    tgWebAppVersion: TELEGRAM_VERSION,
    tgWebAppPlatform: 'web',
    tgWebAppThemeParams: JSON.stringify(telegramTheme(theme)),
    ...(startParam === null ? {} : { tgWebAppStartParam: startParam }),
    ...own,
  }).toString();
}
