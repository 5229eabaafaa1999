import { createHash, randomBytes } from 'node:crypto';
import { type Account, type AccountId, type ChatId, type Invite, invites as contract } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { accountNamed } from '../chats/account-named.ts';
import { readOneChat } from '../chats/list.ts';
import { holdsRight, isShared, onlyAdmins } from '../chats/rules.ts';
import { readSeat } from '../chats/store.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { noSuchChat } from '../messages/rules.ts';
import { momentOfCursor, numbersOfCursor, pageOf } from '../../kernel/paging.ts';
import { readCard } from '../public-names/store.ts';
import { applyAnswers, applyCreations, applyInviteEdits, applyInviteJoins, applyRevocations } from './appliers.ts';
import { mayUse, noSuchInvite, noSuchToken } from './rules.ts';
import { findInvite, type InviteRow, readInvite, readInvites, readRequests, readUses, readWaiting } from './store.ts';

const TOKEN_BYTES = 16;
const SEALED_FOR = 'chat invitation';

export function inviteHandlers(dependencies: ChatDependencies): Handler[] {
  const { sql, writer, secrets, clock, webOrigin } = dependencies;

  const show = (row: InviteRow): Invite => {
    const token = Buffer.from(secrets.open(row.tokenSealed, SEALED_FOR)).toString('base64url');
    return {
      ...{ inviteId: row.inviteId, chatId: row.chatId, creatorId: row.creatorId, token },
      link: `${webOrigin}/#/join/${token}`,
      ...(row.title === null ? {} : { title: row.title }),
      ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt.toISOString() }),
      ...(row.useLimit === null ? {} : { useLimit: row.useLimit }),
      ...{ needsApproval: row.needsApproval, useCount: row.useCount, createdAt: row.createdAt.toISOString() },
      ...(row.revokedAt === null ? {} : { revokedAt: row.revokedAt.toISOString() }),
    };
  };
  const found = async (token: string): Promise<InviteRow> => {
    const row = await findInvite(sql, hashOf(Buffer.from(token, 'base64url')));
    if (row === null) throw noSuchToken();
    return row;
  };
  /** The reader's right to see all links and requests of a chat. */
  const mayInvite = async (chatId: ChatId, readerId: AccountId): Promise<boolean> => {
    const seat = await readSeat(sql, chatId, readerId);
    if (seat === null) throw noSuchChat();
    const refusal = isShared(seat.kind);
    if (refusal !== null) throw refusal;
    return holdsRight(seat, 'inviteMembers');
  };
  const accountsById = async (ids: readonly AccountId[], readerId: AccountId): Promise<Map<AccountId, Account>> =>
    new Map((await readAccounts(sql, ids, readerId)).map((account) => [account.accountId, account]));

  return [
    implement(contract.create, async ({ caller }, { chatId, clientId, ...terms }) => {
      const token = randomBytes(TOKEN_BYTES);
      const kept = { hash: hashOf(token), sealed: secrets.seal(token, SEALED_FOR) };
      const creation = { chatId, actorId: accountOf(caller), clientId, terms, token: kept };
      return { invite: show(await writer.submit(applyCreations, creation)) };
    }),
    implement(contract.list, async ({ caller }, { chatId, revoked, cursor, limit }) => {
      const readerId = accountOf(caller);
      const [at, inviteId] = momentOfCursor(cursor, 2) ?? [];
      const before = at === undefined || inviteId === undefined ? undefined : { at, inviteId };
      const creatorId = (await mayInvite(chatId, readerId)) ? null : readerId;
      const rows = await readInvites(sql, { chatId, creatorId, revoked, before, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, (last) => `${last.createdAt.getTime()}_${last.inviteId}`);
      return {
        invites: page.map(show),
        accounts: await readAccounts(
          sql,
          page.map((row) => row.creatorId),
          accountOf(caller),
        ),
        ...next,
      };
    }),
    implement(contract.edit, async ({ caller }, { chatId, inviteId, ...terms }) => ({
      invite: show(await writer.submit(applyInviteEdits, { chatId, inviteId, actorId: accountOf(caller), terms })),
    })),
    implement(contract.revoke, async ({ caller }, target) => ({
      invite: show(await writer.submit(applyRevocations, { ...target, actorId: accountOf(caller) })),
    })),
    implement(contract.listUses, async ({ caller }, { chatId, inviteId, cursor, limit }) => {
      const readerId = accountOf(caller);
      const [joinedSeq, accountId] = numbersOfCursor(cursor, 2) ?? [];
      const before = joinedSeq === undefined || accountId === undefined ? undefined : { joinedSeq, accountId };
      const seesAll = await mayInvite(chatId, readerId);
      const invite = await readInvite(sql, chatId, inviteId);
      if (invite === null || (!seesAll && invite.creatorId !== readerId)) throw noSuchInvite();
      const rows = await readUses(sql, { chatId, inviteId, before, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, (last) => `${last.joinedSeq}_${last.accountId}`);
      const accounts = await accountsById(
        page.map((row) => row.accountId),
        accountOf(caller),
      );
      return {
        uses: page.flatMap((row) => {
          const account = accounts.get(row.accountId);
          return account === undefined ? [] : [{ account, at: row.at.toISOString() }];
        }),
        ...next,
      };
    }),
    implement(contract.preview, async ({ caller }, { token }) => {
      const readerId = accountOf(caller);
      const row = await found(token);
      const chat = await readCard(sql, row.chatId, readerId);
      if (chat === null) throw noSuchToken();
      const refusal = chat.isMember ? null : mayUse(row, clock.now());
      if (refusal !== null) throw refusal;
      const { isWaiting } = await readWaiting(sql, row.chatId, readerId);
      return { chat, needsApproval: row.needsApproval, isRequested: isWaiting };
    }),
    implement(contract.join, async ({ caller }, { token }) => {
      const accountId = accountOf(caller);
      const { chatId, inviteId } = await found(token);
      const account = await accountNamed(sql, accountId);
      const { isRequested } = await writer.submit(applyInviteJoins, { chatId, inviteId, account });
      if (isRequested) return { accounts: [], isRequested };
      return { ...(await readOneChat(sql, accountId, chatId)), isRequested };
    }),
    implement(contract.requests, async ({ caller }, { chatId, cursor, limit }) => {
      const [at, accountId] = momentOfCursor(cursor, 2) ?? [];
      const after = at === undefined || accountId === undefined ? undefined : { at, accountId };
      if (!(await mayInvite(chatId, accountOf(caller)))) throw onlyAdmins();
      const rows = await readRequests(sql, { chatId, after, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, (last) => `${last.at.getTime()}_${last.accountId}`);
      const accounts = await accountsById(
        page.map((row) => row.accountId),
        accountOf(caller),
      );
      return {
        requests: page.flatMap((row) => {
          const account = accounts.get(row.accountId);
          return account === undefined ? [] : [{ account, at: row.at.toISOString(), inviteId: row.inviteId }];
        }),
        ...next,
      };
    }),
    implement(contract.approve, async ({ caller }, { chatId, accountId }) => {
      const account = await accountNamed(sql, accountId);
      return writer.submit(applyAnswers, { chatId, actorId: accountOf(caller), account, isApproved: true });
    }),
    implement(contract.decline, async ({ caller }, { chatId, accountId }) => {
      const account = await accountNamed(sql, accountId);
      return writer.submit(applyAnswers, { chatId, actorId: accountOf(caller), account, isApproved: false });
    }),
  ];
}

/** Tokens are random, so a plain hash guards them. */
function hashOf(token: Uint8Array): Uint8Array {
  return createHash('sha256').update(token).digest();
}
