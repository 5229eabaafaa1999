import type { Account, AccountId, AppId, ChatId, Language, Manifest } from '@veche/contract';
import { VecheError } from '@veche/contract';
import { readLaunchKey } from '../../bots/index.ts';
import { findDirectChat, readChatFaces, readRole } from '../../chat/index.ts';
import { readAccounts } from '../../identity/index.ts';
import { deriveSigningKey } from '../../kernel/signing-key.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { isOwnApp } from '../installations/store.ts';
import { chatInstanceOf } from './chat-instance.ts';
import { LAUNCH_SIGNATURE, type LaunchFacts, signLaunchData } from './launch-data.ts';
import { type MaxChat, signMaxLaunchData } from './max-launch-data.ts';
import { signVkQuery, vkLaunchParams, vkSecretOf, type VkStanding } from './vk-launch-params.ts';

/** What a launch tells, and to which app. */
export interface ToSign {
  readonly accountId: AccountId;
  readonly launchId: string;
  readonly appId: AppId;
  readonly botAccountId: AccountId | null;
  readonly manifest: Pick<Manifest, 'launch_form' | 'scopes'>;
  readonly chatId: ChatId | null;
  readonly language: Language;
  readonly startParam: string | null;
  readonly at: Date;
}

/** Signs launch data in the form that the manifest says; `query` is what the address carries of it. */
export async function signLaunch(
  dependencies: AppsDependencies,
  launch: ToSign,
): Promise<{ initData: string; query?: string }> {
  const { sql, secrets } = dependencies;
  const { appId, botAccountId, chatId, startParam, manifest } = launch;
  const launchKey = await readLaunchKey(dependencies, appId);
  const facts: LaunchFacts = {
    ...{ launchId: launch.launchId, language: launch.language, at: launch.at },
    person: await personFor(dependencies, launch),
    botMayWrite: botAccountId !== null && (await findDirectChat(sql, launch.accountId, botAccountId)) !== null,
    ...(chatId !== null && { chat: await chatFor(dependencies, launch, chatId) }),
    ...(startParam !== null && { startParam }),
  };
  if (manifest.launch_form === 'max') {
    return { initData: signMaxLaunchData(facts, await readMaxChat(sql, botAccountId, chatId), { launchKey }) };
  }
  const signingKey = deriveSigningKey(secrets, LAUNCH_SIGNATURE);
  const initData = signLaunchData(facts, { launchKey, tokenId: botAccountId ?? appId, signingKey });
  if (manifest.launch_form !== 'vk') return { initData };
  return {
    initData,
    query: signVkQuery(vkLaunchParams(facts, appId, await standingOf(dependencies, launch)), vkSecretOf(launchKey)),
  };
}

/**
 * Whether an app is told who somebody is here: a bot knows the accounts that write to it. Any other app learns a number
 * of its own for each person, in whichever form.
 */
export function isToldAccounts(app: { readonly botAccountId: AccountId | null }): boolean {
  return app.botAccountId !== null;
}

/** Names come by a grant alone, whose use stands in the ledger, unless the app is told accounts. */
async function personFor(
  { sql, trust }: AppsDependencies,
  { accountId, launchId, appId, botAccountId, manifest }: ToSign,
): Promise<LaunchFacts['person']> {
  if (isToldAccounts({ botAccountId })) return personOf(await readAccounts(sql, [accountId]));
  const asked = (['name', 'publicName'] as const).filter((name) => manifest.scopes.some(({ scope }) => scope === name));
  const { name, publicName } = asked.length === 0 ? {} : await trust.readGranted(accountId, launchId, asked);
  return {
    id: trust.personNumberOf(appId, accountId),
    name: typeof name === 'string' ? name : '',
    ...(typeof publicName === 'string' && { username: publicName }),
  };
}

function personOf([account]: Account[]): LaunchFacts['person'] {
  if (account === undefined) throw new VecheError('session_ended', 'This account is gone.');
  const { accountId, name, username } = account;
  return { id: accountId, name, ...(username === undefined ? {} : { username }) };
}

/** The chat as the app learns of it. */
async function chatFor(
  { sql, secret }: AppsDependencies,
  { accountId, appId }: ToSign,
  chatId: ChatId,
): Promise<NonNullable<LaunchFacts['chat']>> {
  const [face] = await readChatFaces(sql, [chatId]);
  const isOwn = face?.kind === 'direct' && (await findDirectChat(sql, accountId, accountId)) === chatId;
  const shared = face?.kind === 'channel' ? 'channel' : 'supergroup';
  const type = face !== undefined && face.kind !== 'direct' ? shared : isOwn ? 'sender' : 'private';
  return { type, instance: chatInstanceOf(secret, appId, chatId) };
}

async function standingOf(
  { sql, trust }: AppsDependencies,
  { accountId, launchId, appId, at }: ToSign,
): Promise<VkStanding> {
  const scopes = await trust.readScopes(sql, { accountId, launchId, now: at });
  return {
    isOwn: await isOwnApp(sql, { accountId, appId }),
    mayNotify: scopes.some(({ scope, isGranted }) => scope === 'notifications' && isGranted),
  };
}

/** The chat by its number, where the app's own bot is in it. */
async function readMaxChat(
  sql: AppsDependencies['sql'],
  botAccountId: AccountId | null,
  chatId: ChatId | null,
): Promise<MaxChat | undefined> {
  if (botAccountId === null || chatId === null) return undefined;
  if ((await readRole(sql, chatId, botAccountId)) === null) return undefined;
  const [face] = await readChatFaces(sql, [chatId]);
  if (face === undefined || face.kind === 'direct') return { id: chatId, type: 'DIALOG' };
  return { id: 0 - chatId, type: face.kind === 'channel' ? 'CHANNEL' : 'CHAT' };
}
