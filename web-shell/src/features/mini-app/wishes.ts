import type { PlatformQuestion, Requester } from '../../state/platform-questions.ts';
import type { Words } from '../../i18n/words.ts';
import type { Launch } from './app-session.ts';
import type { Wish } from './bridge/host.ts';
import { shownHost } from './shown-host.ts';

const LONGEST_SHOWN = 200;

/** An app as the sheet of the platform names it. */
export function requesterOf(launch: Pick<Launch, 'app' | 'origin' | 'site'>): Requester {
  const { app } = launch;
  return {
    key: `app ${app.appId}`,
    id: app.appId,
    name: app.name,
    icon: app.icon,
    host: shownHost(launch),
    isVerified: false,
  };
}

/** How the platform asks the person for what an app wishes; null when it leads nowhere. */
export function questionOf({ t }: Words, launch: Launch, wish: Wish): PlatformQuestion | null {
  const requester = requesterOf(launch);
  if (wish.kind === 'clipboard') return { kind: 'permission', requester, what: t('apps.readClipboard') };
  const address = URL.parse(wish.url);
  if (address === null) return null;
  const shown = address.href.length > LONGEST_SHOWN ? `${address.href.slice(0, LONGEST_SHOWN)}…` : address.href;
  if (wish.kind === 'link') {
    return { kind: 'link', requester, what: t('link.title', { host: address.host }), items: [shown] };
  }
  const what = t('apps.download', { host: address.host });
  return { kind: 'permission', requester, what, items: [wish.fileName, shown] };
}

/** Does what the person agreed to. What was copied is read by the broker, which answers it. */
export function carryOut(wish: Wish): void {
  if (wish.kind === 'link') window.open(URL.parse(wish.url)!.href, '_blank', 'noopener,noreferrer');
  if (wish.kind !== 'download') return;
  const link = document.createElement('a');
  Object.assign(link, { href: wish.url, download: wish.fileName, target: '_blank', rel: 'noopener noreferrer' });
  link.click();
}
