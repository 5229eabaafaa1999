import type { Projection } from '../kernel/conversation-log/index.ts';
import { createGuardedFetch } from '../kernel/guarded-fetch/index.ts';
import type { AnsweredCall } from '../kernel/http/door.ts';
import { limitWrongTokens } from '../kernel/rpc/authentication.ts';
import type { Authenticator } from '../kernel/rpc/caller.ts';
import type { Wing } from '../kernel/wing.ts';
import { buttonHandlers } from './buttons/methods.ts';
import { createCallRecorder } from './console/call-recorder.ts';
import { forgetUpdatesAbout } from './console/forget.ts';
import { consoleHandlers } from './console/methods.ts';
import { consoleUpdateHandlers } from './console/updates.ts';
import { deliveryHandlers, retentionTask } from './delivery/methods.ts';
import { createPolls } from './delivery/polls.ts';
import { createBotProjection } from './delivery/projection.ts';
import { createRelay } from './delivery/relay.ts';
import type { BotsDependencies } from './dependencies.ts';
import { createMaxDoor, type MaxDoor } from './dialects/max/door.ts';
import { createSpool } from './dialects/request/spool.ts';
import { telegramRoutes } from './dialects/telegram/routes.ts';
import { faceHandlers } from './face/methods.ts';
import { inlineHandlers } from './inline/methods.ts';
import { createBotAuthenticator } from './registration/authenticator.ts';
import { disableBots } from './registration/disable.ts';
import { registrationHandlers } from './registration/methods.ts';
import { ownForm } from './webhooks/form.ts';
import { webhookHandlers } from './webhooks/methods.ts';
import { createSenders } from './webhooks/senders.ts';

export type { BotsDependencies } from './dependencies.ts';
export { forgetUpdatesOf } from './console/forget.ts';
export { givenToBot } from './delivery/given.ts';
export { tellUninstalled } from './delivery/tell-uninstalled.ts';
export { ensureDemoBot } from './registration/demo-bot.ts';
export { readLaunchKey, sealToken, type StoredToken } from './registration/launch-key.ts';
export { type RegistrationDependencies, renewToken, tellRenewed } from './registration/register.ts';
export { type AppRow, findAppOfBot, insertApp } from './registration/store.ts';
export { makeToken } from './registration/token.ts';

/** Bots: their registration, the queue of what they are told, button presses, and the dialects they speak. */
export function createBots(dependencies: BotsDependencies): Wing &
  Authenticator & {
    readonly projections: readonly Projection[];
    /** Keeps a call that the house's own door has answered. */
    recordCall(call: AnsweredCall): void;
    /** The MAX dialect, which has a port of its own. */
    readonly serveMax: MaxDoor['fetch'];
  } {
  const { bus } = dependencies;
  const authenticator = createBotAuthenticator(dependencies);
  const polls = createPolls(bus);
  const { projection, follow } = createBotProjection(bus);
  const relay = createRelay(dependencies);
  const guard = createGuardedFetch({ allowLoopback: dependencies.developmentMode });
  const calls = createCallRecorder(dependencies);
  const spool = createSpool(dependencies.spoolFolder);
  const telegram = telegramRoutes({
    ...dependencies,
    record: calls.record,
    authenticator: limitWrongTokens(authenticator, dependencies.limiter),
    spool,
    guard,
  });
  const max = createMaxDoor({
    ...dependencies,
    record: calls.record,
    authenticator: limitWrongTokens(authenticator, dependencies.limiter),
    spool,
    guard,
  });
  const forms = { veche: ownForm, telegram: telegram.writer, max: max.writer };
  const senders = createSenders(dependencies, forms);
  let unfollow: (() => void) | null = null;

  return {
    ...authenticator,
    name: 'bots',
    handlers: [
      ...registrationHandlers(dependencies),
      ...deliveryHandlers(dependencies, polls),
      ...webhookHandlers(dependencies),
      ...buttonHandlers(dependencies),
      ...faceHandlers(dependencies),
      ...inlineHandlers(dependencies),
      ...consoleHandlers(dependencies),
      ...consoleUpdateHandlers(dependencies, forms),
    ],
    routes: (server) => telegram.routes(server),
    serveMax: (request, env) => max.fetch(request, env),
    projections: [projection],
    tasks: [retentionTask(dependencies)],
    personalData: [
      { name: 'ownBots', erase: (accountId) => disableBots(dependencies, { without: accountId }) },
      { name: 'botUpdates', erase: (accountId, signal) => forgetUpdatesAbout(dependencies.sql, accountId, signal) },
    ],
    recordCall: ({ caller, ...call }) => {
      if (caller.kind === 'bot') calls.record({ botId: caller.accountId, dialect: 'veche', ...call });
    },
    start: async () => {
      unfollow = follow();
      relay.start();
      senders.start();
      calls.start();
    },
    stop: async () => {
      telegram.close();
      max.close();
      await guard.stop();
      polls.close();
      unfollow?.();
      await relay.stop();
      await senders.stop();
      await calls.stop();
    },
  };
}
