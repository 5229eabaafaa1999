import type { AppId, BridgeParams } from '@veche/contract';
import type { PlatformQuestion } from '../../state/platform-questions.ts';
import type { Shell } from '../../state/shell.ts';
import type { Launch } from './app-session.ts';
import type { AppAnswer } from './bridge/host.ts';
import { requesterOf } from './wishes.ts';

interface AppOpener {
  readonly shell: Pick<Shell, 'client' | 'words' | 'router'>;
  readonly launch: Launch;
  ask(question: PlatformQuestion): Promise<AppAnswer>;
}

/** Asks whether to open another app of the catalogue, and opens it beside the one that asked. */
export async function openApp(
  { shell: { client, words, router }, launch, ask }: AppOpener,
  { app: asked, startParam }: BridgeParams<'app.openApp'>,
): Promise<AppAnswer | 'noApp'> {
  const app = /^\d/.test(asked) ? (Number(asked) as AppId) : asked;
  const { apps } = await client.call('catalogue.search', { app, language: words.language.peek() });
  const [found] = apps;
  if (found === undefined) return 'noApp';
  const answer = await ask({
    kind: 'link',
    requester: requesterOf(launch),
    what: words.t('apps.openOther', { name: found.name }),
  });
  // Of no chat: the other app learns nothing of where the person is.
  if (answer === 'accepted')
    router.openLayer({ run: found.slug, in: '0', ...(startParam !== '' && { start: startParam }) });
  return answer;
}
