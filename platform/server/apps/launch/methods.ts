import { createHash, randomBytes } from 'node:crypto';
import { type AccountId, apps as contract, type ParsedInputOf, siteOf, VecheError } from '@veche/contract';
import { readRole, readVisibleMessage } from '../../chat/index.ts';
import { readRoleIn } from '../../organisations/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { noteUse } from '../catalogue/store.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { noteOpened } from '../installations/store.ts';
import { isInstalledIn } from '../organisations/store.ts';
import { readApp } from '../registry/store.ts';
import { chooseRelease, notFound } from './choose-release.ts';
import { signLaunch } from './sign.ts';
import { insertLaunch, LAUNCH_KEPT_MS, readLaunchState, readRefreshed } from './store.ts';

type LaunchInput = ParsedInputOf<typeof contract.launch>;

export function launchHandlers(dependencies: AppsDependencies): Handler[] {
  const { sql, clock } = dependencies;

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
      await requirePlace(sql, accountId, input);

      const nonce = randomBytes(18).toString('base64url');
      const at = clock.now();
      const expiresAt = new Date(at.getTime() + contract.LAUNCH_SECONDS * 1000);
      const launch = {
        ...{ accountId, appId, releaseId, language: input.language, expiresAt },
        launchId: randomBytes(18).toString('base64url'),
        chatId: input.chatId ?? null,
        messageId: input.messageId ?? null,
        startParam: input.startParam ?? null,
        nonceHash: createHash('sha256').update(nonce).digest(),
        organisationId: input.organisationId ?? null,
        startedAt: at,
      };
      await sql.begin(async (tx) => {
        // First, because a removal that is under way holds it: the launch would end with those from before.
        await noteOpened(tx, { accountId, appId, chatId: input.chatId, at });
        await insertLaunch(tx, launch);
      });
      const { initData, query } = await signLaunch(dependencies, { ...launch, botAccountId, manifest, at });
      await noteUse(sql, accountId, appId, at);
      // Apps route by path: the first page is the root, unless it was given a name of its own.
      const [page = 'index.html'] = manifest.pages ?? [];
      const own = page === 'index.html' ? `${origin}/` : `${origin}/${page}`;
      const site = siteOf(manifest);
      const { device_features: deviceFeatures, launch_form: launchForm } = manifest;
      return {
        ...{ app, launchId: launch.launchId, origin, deviceFeatures, initData, nonce },
        url: query === undefined ? own : `${own}?${query}`,
        expiresAt: expiresAt.toISOString(),
        ...standing,
        ...(launchForm !== undefined && { launchForm }),
        ...(site !== null && { site }),
      };
    }),

    implement(contract.checkLaunch, async ({ caller }, { launchId }) => {
      const found = await readLaunchState(sql, accountOf(caller), launchId);
      if (found === null) throw noSuchLaunch();
      const why = found.state === 'killed' ? found.state : found.stoppedAs;
      return { isStopped: why !== null || !found.isGiven, ...(why !== null && { why }) };
    }),

    implement(contract.refreshLaunch, async ({ caller }, { launchId }) => {
      const at = clock.now();
      const found = await readRefreshed(sql, accountOf(caller), launchId);
      if (found === null) throw noSuchLaunch();
      if (
        found.endedAt !== null ||
        ['draft', 'rejected', 'killed'].includes(found.state) ||
        found.startedAt.getTime() < at.getTime() - LAUNCH_KEPT_MS
      )
        throw new VecheError('expired', 'The window of this launch was closed: open the app again.', {
          field: 'launchId',
        });
      // Back ends take the chat for a sign that the person is in it.
      if (found.chatId !== null && (await readRole(sql, found.chatId, found.accountId)) === null)
        throw notFound('launchId', 'The person is not in the chat of this launch any more.');
      const { initData } = await signLaunch(dependencies, { ...found, at });
      return { initData };
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

/** Refuses chats and messages that the person cannot see. */
async function requirePlace(
  sql: AppsDependencies['sql'],
  accountId: AccountId,
  { chatId, messageId }: LaunchInput,
): Promise<void> {
  if (chatId === undefined) {
    if (messageId === undefined) return;
    throw new VecheError('invalid_input', 'messageId needs its chatId.', { field: 'chatId' });
  }
  if ((await readRole(sql, chatId, accountId)) === null) throw notFound('chatId', 'There is no such chat among yours.');
  if (messageId !== undefined && (await readVisibleMessage(sql, { chatId, messageId, accountId })) === null)
    throw notFound('messageId', 'There is no such message in this chat.');
}

const noSuchLaunch = () => notFound('launchId', 'There is no such launch of yours.');
