import { createHash, randomBytes } from 'node:crypto';
import { type Account, type AccountId, apps as contract, type ParsedInputOf, VecheError } from '@veche/contract';
import { readLaunchKey } from '../../bots/index.ts';
import { findDirectChat, readChatFaces, readRole, readVisibleMessage } from '../../chat/index.ts';
import { readAccounts } from '../../identity/index.ts';
import { readRoleIn } from '../../organisations/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { deriveSigningKey } from '../../kernel/signing-key.ts';
import { noteUse } from '../catalogue/store.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { isInstalledIn } from '../organisations/store.ts';
import { readApp } from '../registry/store.ts';
import { chatInstanceOf } from './chat-instance.ts';
import { chooseRelease, notFound } from './choose-release.ts';
import { LAUNCH_SIGNATURE, type LaunchFacts, signLaunchData } from './launch-data.ts';
import { type MaxChat, signMaxLaunchData } from './max-launch-data.ts';
import { insertLaunch, readStopped } from './store.ts';
import { signVkQuery, vkLaunchParams, vkSecretOf } from './vk-launch-params.ts';

type LaunchInput = ParsedInputOf<typeof contract.launch>;

export function launchHandlers(dependencies: AppsDependencies): Handler[] {
  const { sql, clock, secrets } = dependencies;
  const signingKey = deriveSigningKey(secrets, LAUNCH_SIGNATURE);

  return [
    implement(contract.launch, async ({ caller }, input) => {
      const accountId = accountOf(caller);
      await requireOrganisation(sql, accountId, input);
      const { row, origin, standing } = await chooseRelease(dependencies, accountId, input);
      const { appId, releaseId, manifest, botAccountId } = row;
      const app = { ...(await readApp(sql, input.language, appId, releaseId)), release: releaseId };
      if (!manifest.entry_points.includes(input.chatId === undefined ? 'catalogue' : 'chat')) {
        const where = input.chatId === undefined ? 'within a chat' : 'outside of chats';
        throw new VecheError('conflict', `This mini-app opens ${where} only.`, { field: 'chatId' });
      }
      const chat = await readChat(dependencies, accountId, app.appId, input);

      const launchId = randomBytes(18).toString('base64url');
      const nonce = randomBytes(18).toString('base64url');
      const startedAt = clock.now();
      const expiresAt = new Date(startedAt.getTime() + contract.LAUNCH_SECONDS * 1000);
      const facts: LaunchFacts = {
        launchId,
        person: personOf(await readAccounts(sql, [accountId])),
        language: input.language,
        botMayWrite: botAccountId !== null && (await findDirectChat(sql, accountId, botAccountId)) !== null,
        ...(chat === undefined ? {} : { chat }),
        ...(input.startParam === undefined ? {} : { startParam: input.startParam }),
        at: startedAt,
      };
      const launchKey = await readLaunchKey(dependencies, app.appId);
      const { launch_form: launchForm } = manifest;
      const initData =
        launchForm === 'max'
          ? signMaxLaunchData(facts, await readMaxChat(sql, botAccountId, input.chatId), { launchKey })
          : signLaunchData(facts, { launchKey, tokenId: botAccountId ?? app.appId, signingKey });

      await insertLaunch(sql, {
        accountId,
        launchId,
        appId: app.appId,
        releaseId,
        chatId: input.chatId ?? null,
        messageId: input.messageId ?? null,
        nonceHash: createHash('sha256').update(nonce).digest(),
        startedAt,
        expiresAt,
        organisationId: input.organisationId ?? null,
      });
      await noteUse(sql, accountId, app.appId, startedAt);
      // Apps route by path: the first page is the root, unless it was given a name of its own.
      const [page] = manifest.pages;
      const own = page === 'index.html' ? `${origin}/` : `${origin}/${page}`;
      const url =
        launchForm === 'vk' ? `${own}?${signVkQuery(vkLaunchParams(facts, app.appId), vkSecretOf(launchKey))}` : own;
      const { device_features: deviceFeatures } = manifest;
      return {
        ...{ app, launchId, origin, url, deviceFeatures, initData, nonce, expiresAt: expiresAt.toISOString() },
        ...standing,
        ...(launchForm !== undefined && { launchForm }),
      };
    }),

    implement(contract.checkLaunch, async ({ caller }, { launchId }) => {
      const isStopped = await readStopped(sql, accountOf(caller), launchId);
      if (isStopped === null) throw notFound('launchId', 'There is no such launch of yours.');
      return { isStopped };
    }),
  ];
}

/** Refuses opening through an organisation that the person is not in, or that has not installed the app. */
async function requireOrganisation(
  sql: AppsDependencies['sql'],
  accountId: AccountId,
  { app, organisationId }: LaunchInput,
): Promise<void> {
  if (organisationId === undefined) return;
  const isMember = (await readRoleIn(sql, organisationId, accountId)) !== null;
  if (isMember && (await isInstalledIn(sql, organisationId, app))) return;
  throw notFound('organisationId', 'No organisation of yours has this mini-app for you any more.');
}

/** The chat by its number, where the app's own bot is in it. */
async function readMaxChat(
  sql: AppsDependencies['sql'],
  botAccountId: AccountId | null,
  chatId: LaunchInput['chatId'],
): Promise<MaxChat | undefined> {
  if (botAccountId === null || chatId === undefined) return undefined;
  if ((await readRole(sql, chatId, botAccountId)) === null) return undefined;
  const [face] = await readChatFaces(sql, [chatId]);
  if (face === undefined || face.kind === 'direct') return { id: chatId, type: 'DIALOG' };
  return { id: 0 - chatId, type: face.kind === 'channel' ? 'CHANNEL' : 'CHAT' };
}

/** The chat as the app learns of it. Refuses chats and messages that the person cannot see. */
async function readChat(
  { sql, secret }: AppsDependencies,
  accountId: AccountId,
  appId: number,
  { chatId, messageId }: LaunchInput,
): Promise<LaunchFacts['chat']> {
  if (chatId === undefined) {
    if (messageId !== undefined)
      throw new VecheError('invalid_input', 'messageId needs its chatId.', { field: 'chatId' });
    return undefined;
  }
  if ((await readRole(sql, chatId, accountId)) === null) throw notFound('chatId', 'There is no such chat among yours.');
  if (messageId !== undefined && (await readVisibleMessage(sql, { chatId, messageId, accountId })) === null) {
    throw notFound('messageId', 'There is no such message in this chat.');
  }
  const [face] = await readChatFaces(sql, [chatId]);
  const isOwn = face?.kind === 'direct' && (await findDirectChat(sql, accountId, accountId)) === chatId;
  const shared = face?.kind === 'channel' ? 'channel' : 'supergroup';
  const type = face !== undefined && face.kind !== 'direct' ? shared : isOwn ? 'sender' : 'private';
  return { type, instance: chatInstanceOf(secret, appId, chatId) };
}

function personOf([account]: Account[]): LaunchFacts['person'] {
  if (account === undefined) throw new VecheError('session_ended', 'This account is gone.');
  const { accountId, name, username } = account;
  return { id: accountId, name, ...(username === undefined ? {} : { username }) };
}
