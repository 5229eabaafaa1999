import type { ThemeColours } from '@veche/contract';
import { launchFragment } from '@veche/contract/bridge-light';
import { TELEGRAM_VERSION } from './telegram/requests.ts';
import { telegramTheme } from './telegram/telegram-theme.ts';

/** What the frame's address carries behind `#`: it never reaches a server or a referrer. */
export function fragmentOf(options: {
  readonly initData: string;
  readonly nonce: string;
  readonly webOrigin: string;
  readonly theme: ThemeColours;
}): string {
  const { initData, nonce, webOrigin, theme } = options;
  const startParam = new URLSearchParams(initData).get('start_param');
  return new URLSearchParams({
    tgWebAppData: initData,
    tgWebAppVersion: TELEGRAM_VERSION,
    tgWebAppPlatform: 'web',
    tgWebAppThemeParams: JSON.stringify(telegramTheme(theme)),
    ...(startParam === null ? {} : { tgWebAppStartParam: startParam }),
    [launchFragment.nonce]: nonce,
    [launchFragment.host]: webOrigin,
  }).toString();
}
