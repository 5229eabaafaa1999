import { type AccountId, type AppId, bots as contract, defaultUpdateKinds, VecheError } from '@veche/contract';
import { insertAccount } from '../../identity/index.ts';
import { mayActFor } from '../../organisations/index.ts';
import type { Bus } from '../../kernel/bus.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Queryable, Sql, Tx } from '../../kernel/database/sql.ts';
import { newId } from '../../kernel/ids.ts';
import type { Secrets } from '../../kernel/secrets.ts';
import { deleteWebhook } from '../webhooks/store.ts';
import { sealToken } from './launch-key.ts';
import { type AppRow, countOwnBots, findAppOfBot, insertApp, insertBot, replaceToken } from './store.ts';
import { makeToken } from './token.ts';

export interface RegistrationDependencies {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly secrets: Secrets;
}

/** Makes a bot's account, registration and queue in one transaction. Throws `conflict` for a taken name. */
export async function registerBot(
  { sql, clock, secrets }: RegistrationDependencies,
  { ownerId, username, name }: { ownerId: AccountId; username: string; name: string },
): Promise<{ appId: AppId; accountId: AccountId; token: string }> {
  const appId = newId<AppId>();
  const accountId = newId<AccountId>();
  const token = makeToken(accountId);
  await sql.begin(async (tx) => {
    // Two registrations of one owner side by side would both see the same count.
    await tx`select pg_advisory_xact_lock(${ownerId}::bigint)`;
    if ((await countOwnBots(tx, ownerId)) >= contract.MAX_BOTS_PER_OWNER) {
      throw new VecheError('conflict', `One person may own up to ${contract.MAX_BOTS_PER_OWNER} bots.`);
    }
    const taken = await insertAccount(tx, { accountId, kind: 'bot', name, username });
    if (taken !== null) throw new VecheError('conflict', 'This public name is taken.', { field: taken });
    const app = { appId, ownerId, slug: null, name, botAccountId: accountId, createdAt: clock.now() };
    await insertApp(tx, app, sealToken(secrets, appId, token));
    await insertBot(tx, { botId: accountId, username, kinds: defaultUpdateKinds });
  });
  return { appId, accountId, token };
}

/**
 * Gives an owner's bot a new token, and takes its address for updates away: whoever had the old token may have set it.
 * Throws `not_found` alike for bots of others and for no bot at all.
 */
export async function rotateBotToken(
  { sql, secrets }: RegistrationDependencies,
  { ownerId, accountId }: { ownerId: AccountId; accountId: AccountId },
): Promise<Renewed & { token: string }> {
  return sql.begin(async (tx) => renewToken(tx, secrets, await requireOwnBot(tx, { ownerId, botId: accountId }, true)));
}

interface Renewed {
  /** Null: the app has no bot. */
  readonly botId: AccountId | null;
  readonly hadWebhook: boolean;
}

/** Gives an app another token; the bot of one that has it loses its address for updates. */
export async function renewToken(
  tx: Tx,
  secrets: Secrets,
  { appId, botAccountId }: Pick<AppRow, 'appId' | 'botAccountId'>,
): Promise<Renewed & { token: string }> {
  const token = makeToken(botAccountId ?? appId);
  await replaceToken(tx, appId, sealToken(secrets, appId, token));
  return { token, botId: botAccountId, hadWebhook: botAccountId !== null && (await deleteWebhook(tx, botAccountId)) };
}

/** Ends, once the token of an app is another one or none, what its bot is doing by the old one. */
export function tellRenewed(bus: Bus, { botId, hadWebhook }: Renewed): void {
  if (botId === null) return;
  bus.publish('tokenReplaced', { botId });
  if (hadWebhook) bus.publish('webhookChanged', { botId, isSet: false });
}

/** The registration of a bot, for an owner who may act for it. Throws `not_found` alike for bots of others and for no bot at all. */
export async function requireOwnBot(
  sql: Queryable,
  { ownerId, botId }: { readonly ownerId: AccountId; readonly botId: AccountId },
  lock = false,
): Promise<AppRow> {
  const app = await findAppOfBot(sql, botId, lock);
  if (app === null || !(await mayActFor(sql, ownerId, app.appId))) throw noSuchBot();
  return app;
}

export function noSuchBot(): VecheError {
  return new VecheError('not_found', 'There is no such bot among yours.', { field: 'accountId' });
}
