import { type InputOf, type MethodByName, VecheError } from '@veche/contract';
import { badRequest } from '../dialect-error.ts';
import { refusing, toDialectError } from '../errors.ts';
import { readFile } from '../files.ts';
import { groupChatId } from '../ids.ts';
import { toPermissions, toPlace, toMember, readPermissions } from '../members.ts';
import type { DialectCall, DialectMethod } from '../method.ts';
import { toChat } from '../objects.ts';
import { findPlace } from '../place.ts';
import { readUserId } from './user-id.ts';

export const getChat: DialectMethod = {
  name: 'getChat',
  uses: ['chat_id'],
  run: async (request) => {
    const place = await findPlace(request);
    const { chat } = await request.call('chats.get', { chatId: place.chatId });
    const isShared = chat.kind !== 'direct';
    return {
      ...toChat(await place.show()),
      // What every chat has here alike.
      ...{ accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: noGifts },
      ...(chat.username === undefined || !isShared ? {} : { active_usernames: [chat.username] }),
      ...(chat.description === undefined ? {} : { description: chat.description }),
      ...(chat.permissions === undefined || !isShared ? {} : { permissions: toPermissions(chat.permissions) }),
      ...(chat.slowModeSeconds === undefined ? {} : { slow_mode_delay: chat.slowModeSeconds }),
      ...(chat.messageTtlSeconds === undefined ? {} : { message_auto_delete_time: chat.messageTtlSeconds }),
      ...(chat.linkedChatId === undefined ? {} : { linked_chat_id: groupChatId(chat.linkedChatId) }),
      ...(chat.kind !== 'group' || chat.historyForNewMembers === 'hidden' ? {} : { has_visible_history: true }),
    };
  },
};

const noGifts = {
  ...{ unlimited_gifts: false, limited_gifts: false, unique_gifts: false },
  ...{ premium_subscription: false, gifts_from_channels: false },
};

export const getChatMemberCount: DialectMethod = {
  name: 'getChatMemberCount',
  uses: ['chat_id'],
  run: async (request) => {
    const { chatId } = await findPlace(request);
    return (await request.call('chats.get', { chatId })).chat.memberCount;
  },
};

export const getChatMember: DialectMethod = {
  name: 'getChatMember',
  uses: ['chat_id', 'user_id'],
  run: async (request) => {
    const accountId = readUserId(request);
    const { chatId } = await findPlace(request);
    const found = await request.call('chats.getMember', { chatId, accountId }).catch((error: unknown) => {
      if (!(error instanceof VecheError)) throw error;
      throw toDialectError(error, {
        'not_found:accountId': 'user not found',
        forbidden: 'member list is inaccessible',
      });
    });
    return toPlace(found);
  },
};

export const getChatAdministrators: DialectMethod = {
  name: 'getChatAdministrators',
  uses: ['chat_id', 'return_bots'],
  run: async (request) => {
    const { chatId, isDirect } = await findPlace(request);
    if (isDirect) throw badRequest('there are no administrators in the private chat');
    const { members } = await request.call('chats.listMembers', { chatId, admins: true, limit: 200 }).catch(refuseList);
    // Other bots are left out unless they are asked for.
    const withBots = request.parameters.boolean('return_bots') === true;
    const told = members.filter(
      ({ account }) => withBots || account.kind === 'person' || account.accountId === request.botId,
    );
    return told.map(toMember);
  },
};

const refuseList = refusing({ forbidden: 'member list is inaccessible' });

export const leaveChat: DialectMethod = {
  name: 'leaveChat',
  uses: ['chat_id'],
  run: async (request) => {
    const { chatId, isDirect } = await findPlace(request);
    if (isDirect) throw badRequest("chat member status can't be changed in private chats");
    await request.call('chats.leave', { chatId });
    return true;
  },
};

export const setChatTitle: DialectMethod = {
  name: 'setChatTitle',
  uses: ['chat_id', 'title'],
  run: async (request) => {
    const title = request.parameters.requiredText('title').trim();
    if (title === '') throw badRequest('title must be non-empty');
    if (title.length > 128) throw badRequest('title is too long');
    if (!(await change(request, { title }))) throw badRequest('chat title is not modified');
    return true;
  },
};

export const setChatDescription: DialectMethod = {
  name: 'setChatDescription',
  uses: ['chat_id', 'description'],
  run: async (request) => {
    const description = (request.parameters.text('description') ?? '').trim();
    if (description.length > 255) throw badRequest('chat description is too long');
    const changed = await change(request, { description: description === '' ? null : description });
    if (!changed) throw badRequest('chat description is not modified');
    return true;
  },
};

export const setChatPermissions: DialectMethod = {
  name: 'setChatPermissions',
  uses: ['chat_id', 'permissions', 'use_independent_chat_permissions'],
  run: async (request) => {
    const { parameters } = request;
    const isIndependent = parameters.boolean('use_independent_chat_permissions') === true;
    const permissions = readPermissions(parameters.object('permissions') ?? {}, isIndependent);
    if (!(await change(request, { permissions }))) throw badRequest('CHAT_NOT_MODIFIED');
    return true;
  },
};

type Changes = Omit<InputOf<MethodByName<'chats.update'>>, 'chatId'>;

/** Changes the face of a chat; false when it was so already. */
async function change(request: DialectCall, changes: Changes): Promise<boolean> {
  const { chatId, isDirect } = await findPlace(request);
  if (isDirect) throw badRequest("can't change private chat info");
  const { changed } = await request.call('chats.update', { chatId, ...changes }).catch(refuseChange);
  return changed;
}

export const setChatPhoto: DialectMethod = {
  name: 'setChatPhoto',
  uses: ['chat_id', 'photo'],
  run: async (request) => {
    const { chatId, isDirect } = await findPlace(request);
    if (isDirect) throw badRequest("can't change private chat photo");
    const given = request.parameters.text('photo') ?? '';
    if (!given.startsWith('attach://')) throw badRequest('photo should be uploaded as an InputFile');
    const { fileId } = await readFile(request, given, { kind: 'photo' });
    await request.call('chats.setPhoto', { chatId, fileId }).catch(refuseChange);
    return true;
  },
};

export const deleteChatPhoto: DialectMethod = {
  name: 'deleteChatPhoto',
  uses: ['chat_id'],
  run: async (request) => {
    const { chatId, isDirect } = await findPlace(request);
    if (isDirect) throw badRequest("can't change private chat photo");
    const { changed } = await request.call('chats.setPhoto', { chatId, fileId: null }).catch(refuseChange);
    if (!changed) throw badRequest('CHAT_NOT_MODIFIED');
    return true;
  },
};

const refuseChange = refusing({ forbidden: 'not enough rights to change chat info' });
