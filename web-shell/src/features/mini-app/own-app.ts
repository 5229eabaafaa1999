import type { AppScope } from '@veche/contract';
import type { PlatformQuestion } from '../../state/platform-questions.ts';
import type { Shell } from '../../state/shell.ts';
import type { Launch } from './app-session.ts';
import type { AppAnswer } from './bridge/host.ts';
import { requesterOf } from './wishes.ts';

type Part = Pick<Shell, 'client' | 'words'>;

/** Asks whether an app is to be among the person's own, and adds it. Rejects with what the server says. */
export async function install(
  { client, words }: Part,
  launch: Launch,
  ask: (question: PlatformQuestion) => Promise<AppAnswer>,
): Promise<AppAnswer> {
  const answer = await ask({ kind: 'permission', requester: requesterOf(launch), what: words.t('apps.addToOwn') });
  if (answer === 'accepted') await client.call('apps.install', { app: launch.app.slug });
  return answer;
}

/** Ends what the person let an app have of one scope. Rejects with what the server says. */
export async function endGrant({ client, words }: Part, { app }: Launch, scope: AppScope): Promise<void> {
  const { grants } = await client.call('grants.list', { language: words.language.peek() });
  for (const { grantId } of grants.filter((grant) => grant.app.appId === app.appId && grant.scope === scope))
    await client.call('grants.revoke', { grantId });
}
