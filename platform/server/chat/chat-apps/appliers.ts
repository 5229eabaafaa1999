import { type AccountId, type AppSlug, apps as contract, type ChatId, VecheError } from '@veche/contract';
import { recordAdminAct } from '../audit/record.ts';
import { refusedByBlock } from '../blocks/feature.ts';
import { enter, oneByOne } from '../chats/appliers.ts';
import { mayDo } from '../chats/rules.ts';

interface Change {
  chatId: ChatId;
  actorId: AccountId;
  app: AppSlug;
  isIn: boolean;
}

/** Puts a mini-app at hand for everyone in a chat, or takes it away; that the app is there is known. */
export const applyChatApps = oneByOne<Change, { changed: boolean }>(async (batch, { chatId, actorId, app, isIn }) => {
  const entered = await enter(batch, chatId, actorId);
  if (entered instanceof VecheError) return entered;
  const { head, member } = entered;
  const refusal =
    head.kind === 'direct'
      ? await refusedByBlock(batch, { chatId, actorId })
      : mayDo(head, member, 'changeInfo', batch.at);
  if (refusal !== null) return refusal;
  const [row] = await batch.tx<{ apps: AppSlug[] }[]>`select apps from chat where chat_id = ${chatId}`;
  const before = row?.apps ?? [];
  if (before.includes(app) === isIn) return { changed: false };
  if (isIn && before.length >= contract.MAX_CHAT_APPS)
    return new VecheError('conflict', `A chat has up to ${contract.MAX_CHAT_APPS} mini-apps.`, { field: 'chatId' });
  const apps = isIn ? [...before, app] : before.filter((one) => one !== app);
  await batch.tx`update chat set apps = ${apps} where chat_id = ${chatId}`;
  const set = { apps: apps.length === 0 ? null : apps };
  batch.append(chatId, actorId, { kind: 'chat.changed', set });
  if (head.kind !== 'direct') await recordAdminAct(batch, { chatId, actorId, kind: 'chat.changed', data: { set } });
  return { changed: true };
});
