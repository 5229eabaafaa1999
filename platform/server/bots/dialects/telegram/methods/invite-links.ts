import { randomUUID } from 'node:crypto';
import { type Account, type ChatId, type Invite } from '@veche/contract';
import { badRequest } from '../dialect-error.ts';
import { refusing } from '../errors.ts';
import type { DialectCall, DialectMethod } from '../method.ts';
import { seconds, toUser } from '../objects.ts';
import { findPlace } from '../place.ts';

/** Admins tell by it the link that `exportChatInviteLink` replaces each time. */
const PRIMARY = 'Primary';
const MAX_NAME_LENGTH = 32;

const terms = ['name', 'expire_date', 'member_limit', 'creates_join_request'] as const;

export const createChatInviteLink: DialectMethod = {
  name: 'createChatInviteLink',
  uses: ['chat_id', ...terms],
  run: async (request) => {
    const chatId = await findShared(request);
    const invite = await create(request, chatId, readTerms(request, {}));
    return toLink(invite, await request.self());
  },
};

export const exportChatInviteLink: DialectMethod = {
  name: 'exportChatInviteLink',
  uses: ['chat_id'],
  run: async (request) => {
    const chatId = await findShared(request);
    for await (const { invite } of ownLinks(request, chatId)) {
      if (isPrimary(invite) && invite.creatorId === request.botId) await revoke(request, invite);
    }
    return (await create(request, chatId, { title: PRIMARY })).link;
  },
};

export const editChatInviteLink: DialectMethod = {
  name: 'editChatInviteLink',
  uses: ['chat_id', 'invite_link', ...terms],
  run: async (request) => {
    const { invite, creator } = await findLink(request);
    // What is left out is taken away.
    const blank = { title: null, expiresAt: null, useLimit: null, needsApproval: false };
    const { chatId, inviteId } = invite;
    const changes = { chatId, inviteId, ...readTerms(request, blank) };
    return toLink((await request.call('invites.edit', changes).catch(refuse)).invite, creator);
  },
};

export const revokeChatInviteLink: DialectMethod = {
  name: 'revokeChatInviteLink',
  uses: ['chat_id', 'invite_link'],
  run: async (request) => {
    const { invite, creator } = await findLink(request);
    return toLink(await revoke(request, invite), creator);
  },
};

async function findShared(request: DialectCall): Promise<ChatId> {
  const { chatId, isDirect } = await findPlace(request);
  if (isDirect) throw badRequest("can't create invite links for private chats");
  return chatId;
}

function readTerms({ parameters }: DialectCall, blank: object) {
  const name = (parameters.text('name') ?? '').trim();
  if (name.length > MAX_NAME_LENGTH) throw badRequest('invite link name is too long');
  const expires = parameters.integer('expire_date') ?? 0;
  const limit = parameters.integer('member_limit') ?? 0;
  if (limit < 0 || limit > 99_999) throw badRequest('MEMBER_LIMIT_INVALID');
  const asks = parameters.boolean('creates_join_request') === true;
  if (asks && limit > 0) throw badRequest("member limit can't be specified for links requiring administrator approval");
  return {
    ...blank,
    ...(name === '' ? {} : { title: name }),
    ...(expires > 0 ? { expiresAt: new Date(expires * 1000).toISOString() } : {}),
    ...(limit > 0 ? { useLimit: limit } : {}),
    ...(asks ? { needsApproval: true } : {}),
  };
}

async function create({ call }: DialectCall, chatId: ChatId, given: object): Promise<Invite> {
  return (await call('invites.create', { chatId, clientId: randomUUID(), ...given }).catch(refuse)).invite;
}

async function revoke({ call }: DialectCall, { chatId, inviteId }: Invite): Promise<Invite> {
  return (await call('invites.revoke', { chatId, inviteId }).catch(refuse)).invite;
}

/** Links that the bot may see, with who made each. */
async function* ownLinks({ call }: DialectCall, chatId: ChatId) {
  for (let cursor: string | undefined; ;) {
    const page = await call('invites.list', { chatId, limit: 100, ...(cursor === undefined ? {} : { cursor }) }).catch(
      refuse,
    );
    for (const invite of page.invites) {
      yield { invite, creator: page.accounts.find(({ accountId }) => accountId === invite.creatorId) };
    }
    cursor = page.nextCursor;
    if (cursor === undefined) return;
  }
}

async function findLink(request: DialectCall): Promise<{ invite: Invite; creator: Account }> {
  const chatId = await findShared(request);
  const link = request.parameters.requiredText('invite_link').trim();
  for await (const { invite, creator } of ownLinks(request, chatId)) {
    if (invite.link === link) return { invite, creator: creator ?? (await request.self()) };
  }
  throw badRequest('INVITE_HASH_EXPIRED');
}

function isPrimary({ title }: Invite): boolean {
  return title === PRIMARY;
}

export function toLink(invite: Invite, creator: Account) {
  const { link, title, expiresAt, useLimit, needsApproval, revokedAt } = invite;
  return {
    invite_link: link,
    creator: toUser(creator),
    creates_join_request: needsApproval,
    is_primary: isPrimary(invite),
    is_revoked: revokedAt !== undefined,
    ...(title === undefined || isPrimary(invite) ? {} : { name: title }),
    ...(expiresAt === undefined ? {} : { expire_date: seconds(expiresAt) }),
    ...(useLimit === undefined ? {} : { member_limit: useLimit }),
  };
}

const refuse = refusing({
  forbidden: 'not enough rights to manage chat invite link',
  'not_found:inviteId': 'INVITE_HASH_EXPIRED',
  'invalid_input:expiresAt': 'EXPIRE_DATE_INVALID',
  conflict: 'CHAT_INVITES_TOO_MUCH',
});
