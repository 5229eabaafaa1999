import { botWebhooks, type BotWebhook, VecheError } from '@veche/contract';
import { createGuardedFetch, type FetchFailureReason } from '../../kernel/guarded-fetch/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { Secrets } from '../../kernel/secrets.ts';
import { confirmAllBut, lockQueueEnds, setKinds } from '../delivery/queue.ts';
import type { BotsDependencies } from '../dependencies.ts';
import { holdToken } from '../registration/store.ts';
import { splitCredentials } from './rules.ts';
import { deleteWebhook, readWebhook, upsertWebhook, type WebhookRow } from './store.ts';
import { openTarget, sealTarget, type Target } from './target.ts';

const contract = botWebhooks.botWebhookMethods;

/** Least time between two changes: each ends what is under way. */
const CHANGE_MS = 1_000;

type Dependencies = Pick<BotsDependencies, 'sql' | 'bus' | 'clock' | 'secrets' | 'developmentMode'>;

export function webhookHandlers({ sql, bus, clock, secrets, developmentMode }: Dependencies): Handler[] {
  const guard = createGuardedFetch({ allowLoopback: developmentMode });

  return [
    implement(
      contract.setWebhook,
      async ({ caller }, { form, maxConnections, kinds, types, dropWaiting, ...input }) => {
        const botId = accountOf(caller);
        const generation = caller.kind === 'bot' ? caller.tokenGeneration : undefined;
        if (generation === undefined) throw tokenIsOver();
        const target: Target = { url: input.url, secret: input.secret ?? null, types };
        const refused = await guard.check(splitCredentials(target.url).url, { allowHttp: developmentMode });
        if (refused !== null) throw badAddress(refused);
        const changed = await sql.begin(async (tx) => {
          // The token may have been revoked while the call came in and its address was looked up.
          if (!(await holdToken(tx, botId, generation))) throw tokenIsOver();
          await lockQueueEnds(tx, [botId]);
          if (kinds !== undefined) await setKinds(tx, botId, kinds);
          if (dropWaiting === true) await confirmAllBut(tx, botId, 0);
          const before = await readWebhook(tx, botId, true);
          if (before !== null && before.form === form && before.maxConnections === maxConnections) {
            if (isSame(openTarget(secrets, botId, before.targetSealed), target)) return false;
          }
          const changedAt = clock.now();
          if (before !== null && changedAt.getTime() - before.changedAt.getTime() < CHANGE_MS) throw tooSoon();
          const targetSealed = sealTarget(secrets, botId, target);
          const fresh = { lastErrorAt: null, lastError: null, goneSince: null };
          await upsertWebhook(tx, { botId, form, maxConnections, targetSealed, changedAt, ...fresh });
          return true;
        });
        if (changed) bus.publish('webhookChanged', { botId, isSet: true });
        return { changed };
      },
    ),

    implement(contract.deleteWebhook, async ({ caller }, { dropWaiting }) => {
      const botId = accountOf(caller);
      const changed = await deleteWebhook(sql, botId);
      if (dropWaiting === true) await confirmAllBut(sql, botId, 0);
      if (changed) bus.publish('webhookChanged', { botId, isSet: false });
      return { changed };
    }),

    implement(contract.getWebhook, async ({ caller }) => {
      const botId = accountOf(caller);
      const row = await readWebhook(sql, botId);
      if (row === null) return {};
      return { webhook: describeWebhook(secrets, row) };
    }),
  ];
}

function isSame(one: Target, other: Target): boolean {
  const written = ({ url, secret, types }: Target) => JSON.stringify([url, secret, types ?? null]);
  return written(one) === written(other);
}

/** A webhook as the bot itself may know it. */
export function describeWebhook(secrets: Secrets, row: WebhookRow): BotWebhook {
  const { botId, form, maxConnections, changedAt, lastErrorAt, lastError } = row;
  const { url, secret, types } = openTarget(secrets, botId, row.targetSealed);
  const failed = lastErrorAt === null || lastError === null ? null : { at: lastErrorAt, text: lastError };
  return {
    ...{ url, form, maxConnections },
    hasSecret: secret !== null,
    setAt: changedAt.toISOString(),
    ...(types === undefined ? {} : { types: [...types] }),
    ...(failed === null ? {} : { lastError: { at: failed.at.toISOString(), text: failed.text } }),
  };
}

const reasons: Partial<Record<FetchFailureReason, string>> = {
  bad_url: 'must be an https: address on port 80, 88, 443 or 8443',
  forbidden_address: 'leads to an address that is not of the public internet',
  unresolved: 'its host is not found',
  timeout: 'its host is not found in time',
};

function badAddress(reason: FetchFailureReason): VecheError {
  return new VecheError('invalid_input', `url: ${reasons[reason] ?? reason}`, { field: 'url' });
}

function tokenIsOver(): VecheError {
  return new VecheError('unauthenticated', 'This bot token is not valid any more.');
}

function tooSoon(): VecheError {
  return new VecheError('rate_limited', 'The address was changed a moment ago.', { retryAfterSeconds: 1 });
}
