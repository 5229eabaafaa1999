import { type AccountId, type ChatId, type ChatKind, type Member, VecheError } from '@veche/contract';
import { z } from 'zod';
import { integer, optionalFlag, optionalInteger, optionalIntegers } from '../fields.ts';
import { readChatId, readUserId } from '../ids.ts';
import { badRequest, notFound, notSupported } from '../max-error.ts';
import { milliseconds, toUserWithPhoto } from '../objects.ts';
import { defineOperation, type MaxCall, success } from '../operation.ts';
import { findPlace } from '../place.ts';
import { readRights, toPermissions } from '../rights.ts';
import { readPage } from './chats.ts';

function toMember({ links }: MaxCall, { account, role, rights = [], joinedAt }: Member, kind: ChatKind) {
  return {
    ...toUserWithPhoto(account, links),
    last_access_time: 0,
    is_owner: role === 'owner',
    is_admin: role !== 'member',
    join_time: milliseconds(joinedAt),
    permissions: role === 'member' ? null : toPermissions(rights, kind),
  };
}

export const getMembers = defineOperation({
  verb: 'GET',
  path: '/chats/{chat_id}/members',
  input: { chat_id: integer, user_ids: optionalIntegers, marker: optionalInteger, count: optionalInteger },
  run: async (call, { chat_id: given, user_ids: userIds, marker = 0, count = 20 }) => {
    if (count < 1 || count > 100) throw badRequest('count: must be 1 to 100');
    const { chatId, kind } = await findPlace(call, readChatId(given));
    if (userIds !== undefined) {
      const members = await Promise.all(userIds.map((id) => findMember(call, chatId, readUserId(id))));
      return { members: members.flatMap((member) => (member === null ? [] : toMember(call, member, kind))) };
    }
    const { page, next } = await readPage(marker, count, async (cursor) => {
      const { members, nextCursor } = await call.call('chats.listMembers', { chatId, limit: 200, ...cursor });
      return { items: members, nextCursor };
    });
    return { members: page.map((member) => toMember(call, member, kind)), marker: next };
  },
});

/** Null for who is not there. */
async function findMember({ call }: MaxCall, chatId: ChatId, accountId: AccountId) {
  const found = await call('chats.getMember', { chatId, accountId }).catch((error: unknown) => {
    if (error instanceof VecheError && error.field === 'accountId') return { member: undefined };
    throw error;
  });
  return found.member ?? null;
}

/** Bringing people in is a person's affair: the contract says so, and the answer with it. */
export const addMembers = defineOperation({
  verb: 'POST',
  path: '/chats/{chat_id}/members',
  input: { chat_id: integer, user_ids: z.array(integer).min(1).max(100) },
  run: async ({ call }, { chat_id: chatId, user_ids: userIds }) => {
    for (const id of userIds) await call('chats.addMember', { chatId: readChatId(chatId), accountId: readUserId(id) });
    return success;
  },
});

export const removeMember = defineOperation({
  verb: 'DELETE',
  path: '/chats/{chat_id}/members',
  input: { chat_id: integer, user_id: integer, block: optionalFlag },
  run: async ({ call }, { chat_id: chatId, user_id: userId, block = false }) => {
    const target = { chatId: readChatId(chatId), accountId: readUserId(userId) };
    await call(block ? 'members.ban' : 'chats.removeMember', target);
    return success;
  },
});

export const getMembership = defineOperation({
  verb: 'GET',
  path: '/chats/{chat_id}/members/me',
  input: { chat_id: integer },
  run: async (call, { chat_id: given }) => {
    const { chatId, kind } = await findPlace(call, readChatId(given));
    if (kind === 'direct') throw notSupported('Membership of a dialog is');
    const member = await findMember(call, chatId, call.botId);
    if (member === null) throw notFound('The bot is not in this chat.');
    return toMember(call, member, kind);
  },
});

export const leaveChat = defineOperation({
  verb: 'DELETE',
  path: '/chats/{chat_id}/members/me',
  input: { chat_id: integer },
  run: async ({ call }, { chat_id: chatId }) => {
    await call('chats.leave', { chatId: readChatId(chatId) });
    return success;
  },
});

/** Of other bots nothing is told. */
export const getAdmins = defineOperation({
  verb: 'GET',
  path: '/chats/{chat_id}/members/admins',
  input: { chat_id: integer, marker: optionalInteger },
  passesOver: { marker: 'all admins of a chat come at once' },
  run: async (call, { chat_id: given }) => {
    const { chatId, kind } = await findPlace(call, readChatId(given));
    const { members } = await call.call('chats.listMembers', { chatId, admins: true, limit: 200 });
    const told = members.filter(({ account }) => account.kind === 'person' || account.accountId === call.botId);
    return { members: told.map((member) => toMember(call, member, kind)), marker: null };
  },
});

const admin = z.object({
  user_id: integer,
  permissions: z.array(z.string()).max(20).default([]),
  alias: z.string().nullish(),
});

export const addAdmins = defineOperation({
  verb: 'POST',
  path: '/chats/{chat_id}/members/admins',
  input: { chat_id: integer, admins: z.array(admin).min(1).max(50) },
  run: async (call, { chat_id: given, admins }) => {
    const { chatId, kind } = await findPlace(call, readChatId(given));
    const promotions = admins.map(({ user_id: id, permissions, alias }) => {
      if (alias != null && alias !== '') throw notSupported('A title of an admin is');
      const rights = readRights(permissions, kind);
      if (rights.length === 0) throw badRequest('permissions: an admin has at least one that gives something here');
      return { chatId, accountId: readUserId(id), rights };
    });
    for (const promotion of promotions) await call.call('members.promote', promotion);
    return success;
  },
});

export const removeAdmin = defineOperation({
  verb: 'DELETE',
  path: '/chats/{chat_id}/members/admins/{user_id}',
  input: { chat_id: integer, user_id: integer },
  run: async ({ call }, { chat_id: chatId, user_id: userId }) => {
    await call('members.demote', { chatId: readChatId(chatId), accountId: readUserId(userId) });
    return success;
  },
});
