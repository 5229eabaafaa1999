import { methods } from '@veche/contract';
import { requireOpenLaunch, signPresence } from '../../apps/index.ts';
import { personOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { TrustDependencies } from '../dependencies.ts';
import { personIdOf } from './person-id.ts';

/** That a person was there and said yes, for the back end of an app. It tells nothing more of them. */
export function presenceHandlers({ sql, clock, secrets, requirePasskey }: TrustDependencies): Handler[] {
  return [
    implement(methods.people.confirmPresence, async ({ caller }, { launchId, challenge, response }) => {
      const { accountId } = personOf(caller);
      const { appId, slug } = await requireOpenLaunch(sql, { accountId, launchId, now: clock.now() });
      await requirePasskey(caller, response);
      const personId = personIdOf(secrets, appId, accountId);
      return { proof: signPresence(secrets, { app: slug, personId, challenge, at: clock.now() }) };
    }),
  ];
}
