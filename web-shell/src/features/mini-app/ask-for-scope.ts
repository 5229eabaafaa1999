import { signal } from '@preact/signals-core';
import type { AppScope, GrantDuration } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { fieldWords, keptWords } from '../../i18n/scopes.ts';
import type { PlatformQuestion } from '../../state/platform-questions.ts';
import type { Shell } from '../../state/shell.ts';
import type { Launch } from './app-session.ts';
import type { AppAnswer, AppAttributes } from './bridge/host.ts';
import { withDeviceValues } from './device-values.ts';
import { shownHost } from './shown-host.ts';

export interface ScopeAsker {
  readonly shell: Pick<Shell, 'client' | 'words'>;
  readonly launch: Launch;
  ask(question: PlatformQuestion): Promise<AppAnswer>;
  /** The person let the app have it for longer than this once. */
  held(scope: AppScope): void;
}

/**
 * What an app gets of the person: read at once where a grant stands, else asked for in the platform's sheet. Answers
 * why not when the person did not agree or could not be asked; rejects with what the server says (an undeclared scope,
 * a closed window, a full ledger). Every dialect of the bridge comes by here.
 */
export async function askForScope(asker: ScopeAsker, scope: AppScope): Promise<AppAttributes> {
  const { client } = asker.shell;
  const asked = { launchId: asker.launch.launchId, scope };
  const read = async () => withDeviceValues(scope, await client.call('people.getAttributes', asked));
  try {
    const attributes = await read();
    asker.held(scope);
    return attributes;
  } catch (error) {
    if (!(error instanceof VecheError) || error.code !== 'consent_required') throw error;
  }

  const { question, chosen } = await questionOf(asker, scope);
  const answer = await asker.ask(question);
  if (answer === 'refused') await client.call('grants.refuse', asked);
  if (answer !== 'accepted') return answer;
  await client.call('grants.give', { ...asked, duration: chosen.peek() });
  if (chosen.peek() !== 'once') asker.held(scope);
  return read();
}

async function questionOf({ shell: { client, words }, launch }: ScopeAsker, scope: AppScope) {
  const language = words.language.peek();
  const asked = { launchId: launch.launchId, scope, language };
  const { app, owner, purpose, retentionDays, fields, durations } = await client.call('grants.question', asked);
  const chosen = signal<GrantDuration>(durations[0]!);
  const question: PlatformQuestion = {
    kind: scope === 'writeToMe' || scope === 'notifications' ? 'permission' : 'consent',
    requester: {
      key: `app ${app.appId}`,
      id: app.appId,
      name: app.name,
      icon: launch.app.icon,
      host: shownHost(launch),
      isVerified: owner.isVerified,
      owner: owner.name,
    },
    what: words.t(`consent.${scope}`, { app: app.name }),
    why: purpose,
    items: fields.map((field) => fieldWords(words, field)),
    keeps: keptWords(words, retentionDays),
    durations: {
      options: durations.map((duration) => [duration, words.t(`duration.${duration}`)]),
      chosen,
    },
  };
  return { question, chosen };
}
