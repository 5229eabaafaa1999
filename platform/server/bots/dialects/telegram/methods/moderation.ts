import { permissions } from '@veche/contract';
import { badRequest } from '../dialect-error.ts';
import { refusing } from '../errors.ts';
import { readPermissions, readRights, rightParameters } from '../members.ts';
import type { DialectCall, DialectMethod } from '../method.ts';
import { findPlace } from '../place.ts';
import { readUserId } from './user-id.ts';

/** Ends nearer than this, or further away, stand for good. */
const SHORTEST_SECONDS = 30;
const LONGEST_SECONDS = 366 * 86_400;

/** The place and the member that an act is about; direct chats have none. */
async function findMember(request: DialectCall) {
  const accountId = readUserId(request);
  const { chatId, isDirect } = await findPlace(request);
  if (isDirect) throw badRequest("chat member status can't be changed in private chats");
  return { chatId, accountId };
}

function readUntil({ parameters }: DialectCall): { until?: string } {
  const date = parameters.integer('until_date') ?? 0;
  const ahead = date - Date.now() / 1000;
  return ahead < SHORTEST_SECONDS || ahead > LONGEST_SECONDS ? {} : { until: new Date(date * 1000).toISOString() };
}

const refuse = (own: Record<string, string>) => refusing({ 'not_found:accountId': 'PARTICIPANT_ID_INVALID', ...own });

const notEnough = {
  'forbidden:chatId': 'not enough rights to restrict/unrestrict chat member',
  'forbidden:accountId': 'user is an administrator of the chat',
};

export const banChatMember: DialectMethod = {
  name: 'banChatMember',
  uses: ['chat_id', 'user_id', 'until_date'],
  passesOver: { revoke_messages: 'who is put out sees nothing of the chat any more, as of a supergroup' },
  run: async (request) => {
    const target = await findMember(request);
    await request.call('members.ban', { ...target, ...readUntil(request) }).catch(refuse(notEnough));
    return true;
  },
};

export const unbanChatMember: DialectMethod = {
  name: 'unbanChatMember',
  uses: ['chat_id', 'user_id', 'only_if_banned'],
  run: async (request) => {
    const { call, parameters } = request;
    const target = await findMember(request);
    if (parameters.boolean('only_if_banned') !== true) {
      // Who is there is put out, and may come again.
      const { member } = await call('chats.getMember', target).catch(refuse(notEnough));
      if (member !== undefined) await call('chats.removeMember', target).catch(refuse(notEnough));
    }
    await call('members.unban', target).catch(refuse(notEnough));
    return true;
  },
};

export const restrictChatMember: DialectMethod = {
  name: 'restrictChatMember',
  uses: ['chat_id', 'user_id', 'permissions', 'use_independent_chat_permissions', 'until_date'],
  run: async (request) => {
    const { call, parameters } = request;
    const target = await findMember(request);
    const isIndependent = parameters.boolean('use_independent_chat_permissions') === true;
    const allowed = readPermissions(parameters.object('permissions') ?? {}, isIndependent);
    // What nobody may do here needs no denial.
    const { chat } = await call('chats.get', { chatId: target.chatId });
    const usual = chat.permissions ?? permissions;
    const denied = usual.filter((permission) => !allowed.includes(permission));
    await call('members.restrict', { ...target, denied, ...readUntil(request) }).catch(
      refuse({ ...notEnough, not_supported: 'method is available for supergroups only' }),
    );
    return true;
  },
};

const nothingToManage = 'there is nothing of the kind to manage here';

export const promoteChatMember: DialectMethod = {
  name: 'promoteChatMember',
  uses: ['chat_id', 'user_id', ...rightParameters],
  passesOver: {
    can_manage_video_chats: nothingToManage,
    can_post_stories: nothingToManage,
    can_edit_stories: nothingToManage,
    can_delete_stories: nothingToManage,
    can_manage_direct_messages: nothingToManage,
    can_manage_tags: nothingToManage,
  },
  run: async (request) => {
    const { call, parameters } = request;
    const target = await findMember(request);
    const rights = readRights(parameters.boolean);
    const refused = refuse({
      'forbidden:chatId': 'not enough rights',
      'forbidden:accountId': 'CHAT_ADMIN_REQUIRED',
      forbidden: 'RIGHT_FORBIDDEN',
      conflict: 'ADMINS_TOO_MUCH',
    });
    if (rights.length === 0) await call('members.demote', target).catch(refused);
    else await call('members.promote', { ...target, rights }).catch(refused);
    return true;
  },
};

export const approveChatJoinRequest: DialectMethod = {
  name: 'approveChatJoinRequest',
  uses: ['chat_id', 'user_id'],
  run: (request) => settle(request, 'invites.approve'),
};

export const declineChatJoinRequest: DialectMethod = {
  name: 'declineChatJoinRequest',
  uses: ['chat_id', 'user_id'],
  run: (request) => settle(request, 'invites.decline'),
};

async function settle(request: DialectCall, act: 'invites.approve' | 'invites.decline'): Promise<true> {
  const target = await findMember(request);
  const own = {
    'not_found:accountId': 'HIDE_REQUESTER_MISSING',
    forbidden: 'not enough rights',
    conflict: 'USER_ALREADY_PARTICIPANT',
  };
  const { changed } = await request.call(act, target).catch(refuse(own));
  if (!changed) throw badRequest('HIDE_REQUESTER_MISSING');
  return true;
}
