import { type AccountId, type Buttons, MAX_PICTURE_BYTES, methods, VecheError } from '@veche/contract';
import { applySends, sendOperation } from '../../chat/index.ts';
import { personOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { opensInChats } from '../chats/rules.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { requireOpenLaunch } from '../launch/open-launch.ts';
import { createContentReader } from '../serving/content.ts';
import type { OpenedLaunch } from '../launch/store.ts';
import { findReleaseFile } from './store.ts';

const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'];

/** Messages that an app suggests and the person sends. */
export function cardHandlers({
  sql,
  writer,
  blobs,
  clock,
}: Pick<AppsDependencies, 'sql' | 'writer' | 'blobs' | 'clock'>): Handler[] {
  const readContent = createContentReader(blobs, 0);
  /** The launch of an app that whoever gets the card can open, too. */
  const requireCards = async (accountId: AccountId, launchId: string): Promise<OpenedLaunch> => {
    const launch = await requireOpenLaunch(sql, { accountId, launchId, now: clock.now() });
    if ((await opensInChats(sql, launch.slug)) === 'inside') return launch;
    throw new VecheError('conflict', 'Others could not open this app within a chat.', { field: 'launchId' });
  };

  return [
    implement(methods.apps.prepareCard, async ({ caller }, { launchId, picture: path }) => {
      const { accountId } = personOf(caller);
      const { appId, releaseId } = await requireCards(accountId, launchId);
      if (path === undefined) return {};
      const file = await findReleaseFile(sql, { appId, releaseId, path });
      if (file === null || !pictureTypes.includes(file.contentType))
        throw new VecheError('not_found', 'There is no such picture in the bundle.', { field: 'picture' });
      if (file.sizeBytes > MAX_PICTURE_BYTES)
        throw new VecheError('too_large', 'The picture of a card has up to 2 MiB.', { field: 'picture' });
      const content = await readContent(file.sha256);
      return {
        picture: { contentType: file.contentType, contentBase64: Buffer.from(content).toString('base64') },
      };
    }),

    implement(methods.apps.sendCard, async ({ caller }, input) => {
      const { chatId, clientId, launchId, title, text, fileId, button, startParam } = input;
      const { accountId } = personOf(caller);
      const { slug } = await requireCards(accountId, launchId);
      const action = { kind: 'app' as const, app: slug, ...(startParam !== undefined && { startParam }) };
      const buttons: Buttons = [[{ text: button, action }]];
      const content = {
        text: text === '' ? title : `${title}\n${text}`,
        entities: [{ kind: 'bold' as const, offset: 0, length: title.length }],
        ...(fileId !== undefined && { attachments: [{ fileId }] }),
        buttons,
      };
      return writer.submit(applySends, sendOperation({ chatId, actorId: accountId, clientId }, content));
    }),
  ];
}
