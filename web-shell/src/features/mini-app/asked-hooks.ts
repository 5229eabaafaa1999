import type { ChatId } from '@veche/contract';
import type { AppAnswer, BridgeHooks } from './bridge/host.ts';
import type { PlatformQuestion } from '../../state/platform-questions.ts';
import type { Shell } from '../../state/shell.ts';
import type { Launch } from './app-session.ts';
import { askForScope } from './ask-for-scope.ts';
import { confirmPresence } from './confirm-presence.ts';
import type { HeldGrants } from './held-grants.ts';
import { invokeBot } from './invoke-bot.ts';
import { openInnerPlace, readInnerPlace } from './inner-place.ts';
import { openApp } from './open-app.ts';
import { endGrant, install } from './own-app.ts';
import { prepareCard } from './prepare-card.ts';
import { carryOut, questionOf } from './wishes.ts';

interface Asked {
  readonly shell: Shell;
  readonly launch: Launch;
  readonly grants: HeldGrants;
  /** The chat that the app runs in, if any. */
  readonly chatId: ChatId | null;
  /** Whether its window is open, and in view. */
  isSeen(): boolean;
  /** The person decides. */
  ask(question: PlatformQuestion): Promise<AppAnswer>;
}

type AskedHooks = Pick<
  BridgeHooks,
  | 'ask'
  | 'getAttributes'
  | 'listScopes'
  | 'refreshLaunch'
  | 'confirmPresence'
  | 'prepareCard'
  | 'invokeBot'
  | 'openApp'
  | 'install'
  | 'endGrant'
  | 'openInner'
>;

/** What a launched app asks of the person and of the server, and what its window has no part in. */
export function askedHooks({ shell, launch, grants, chatId, isSeen, ask }: Asked): AskedHooks {
  const { client, words } = shell;
  const { launchId } = launch;
  const asked = { shell, launch, ask };
  return {
    async ask(wish) {
      const question = questionOf(words, launch, wish);
      const answer = question === null ? 'refused' : await ask(question);
      if (answer === 'accepted') carryOut(wish);
      return answer;
    },
    getAttributes: (scope) => askForScope({ ...asked, held: (one) => grants.add(one) }, scope),
    listScopes: () => client.call('people.listScopes', { launchId }),
    async refreshLaunch() {
      const { initData } = await client.call('apps.refreshLaunch', { launchId });
      return { launchData: initData };
    },
    confirmPresence: (challenge) => confirmPresence(asked, challenge),
    prepareCard: (picture) => prepareCard(client, launchId, picture),
    invokeBot: (command) => invokeBot(asked, command),
    openApp: (app) => openApp(asked, app),
    install: () => install(shell, launch, ask),
    endGrant: (scope) => endGrant(shell, launch, scope),
    async openInner(link) {
      const place = readInnerPlace(link, location.origin);
      return place !== null && openInnerPlace(shell, place, { chatId, isSeen });
    },
  };
}
