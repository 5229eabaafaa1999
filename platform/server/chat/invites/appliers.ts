import {
  type Account,
  type AccountId,
  type ChatId,
  type ClientId,
  invites as contract,
  type InviteId,
  VecheError,
} from '@veche/contract';
import { type Batch, requestHashOf } from '../../kernel/conversation-log/index.ts';
import { newId } from '../../kernel/ids.ts';
import { recordAdminAct } from '../audit/record.ts';
import { enter, keptOut, oneByOne } from '../chats/appliers.ts';
import { claimKey } from '../chats/keyed.ts';
import { holdsRight, isShared, mayDo, onlyAdmins } from '../chats/rules.ts';
import { seat } from '../chats/seats.ts';
import { spendBudget } from '../standing/standing.ts';
import { addRequest, settleRequest } from './requests.ts';
import { checkTerms, mayUse, noSuchInvite, noSuchToken } from './rules.ts';
import {
  countInvites,
  countUse,
  insertInvite,
  type InviteRow,
  readInvite,
  readTitle,
  readWaiting,
  updateInvite,
} from './store.ts';

/** What a link grants, as a call states it: absent fields stay, null takes one away. */
export interface Terms {
  readonly title?: string | null | undefined;
  readonly expiresAt?: string | null | undefined;
  readonly useLimit?: number | null | undefined;
  readonly needsApproval?: boolean | undefined;
}

function withTerms(row: InviteRow, { title, expiresAt, useLimit, needsApproval }: Terms): InviteRow {
  return {
    ...row,
    title: title === undefined ? row.title : title,
    expiresAt: expiresAt === undefined ? row.expiresAt : expiresAt === null ? null : new Date(expiresAt),
    useLimit: useLimit === undefined ? row.useLimit : useLimit,
    needsApproval: needsApproval ?? row.needsApproval,
  };
}

/** A token as it is kept: found by its hash, read again by admins. */
export interface KeptToken {
  readonly hash: Uint8Array;
  readonly sealed: Uint8Array;
}

interface Creation {
  chatId: ChatId;
  actorId: AccountId;
  clientId: ClientId;
  terms: Terms;
  token: KeptToken;
}

export const applyCreations = oneByOne<Creation, InviteRow>(
  async (batch, { chatId, actorId, clientId, ...operation }) => {
    const entered = await enter(batch, chatId, actorId);
    if (entered instanceof VecheError) return entered;
    const { head, member } = entered;
    const refusal = isShared(head.kind) ?? mayDo(head, member, 'inviteMembers', batch.at);
    if (refusal !== null) return refusal;
    const { terms, token } = operation;
    const key = { actorId, clientId, method: contract.create.name, requestHash: requestHashOf([chatId, terms]) };
    const inviteId = newId<InviteId>();
    const blank = { title: null, expiresAt: null, useLimit: null, needsApproval: false, useCount: 0, revokedAt: null };
    const made = { chatId, inviteId, creatorId: actorId, tokenSealed: token.sealed, createdAt: batch.at, ...blank };
    const row = withTerms(made, terms);
    const wrong = checkTerms(row, batch.at);
    if (wrong !== null) return wrong;
    if ((await countInvites(batch.tx, chatId)) >= contract.MAX_INVITES) {
      return new VecheError('conflict', `A chat has up to ${contract.MAX_INVITES} links; revoke one first.`, {
        field: 'chatId',
      });
    }
    const before = await claimKey(batch.tx, key, { inviteId });
    if (before !== null) return (await readInvite(batch.tx, chatId, before.inviteId)) ?? noSuchInvite();
    await insertInvite(batch.tx, row, token.hash);
    await recordAdminAct(batch, { chatId, actorId, kind: 'invite.created', data: { inviteId } });
    return row;
  },
);

interface InviteTarget {
  chatId: ChatId;
  actorId: AccountId;
  inviteId: InviteId;
}

/** A link that the actor may change: an own one, or any for admins who may invite. */
async function ownInvite(batch: Batch, { chatId, actorId, inviteId }: InviteTarget): Promise<InviteRow | VecheError> {
  const entered = await enter(batch, chatId, actorId);
  if (entered instanceof VecheError) return entered;
  const row = await readInvite(batch.tx, chatId, inviteId);
  if (row === null || (row.creatorId !== actorId && !holdsRight(entered.member, 'inviteMembers')))
    return noSuchInvite();
  return row;
}

export const applyInviteEdits = oneByOne<InviteTarget & { terms: Terms }, InviteRow>(async (batch, operation) => {
  const { chatId, actorId, inviteId, terms } = operation;
  const row = await ownInvite(batch, operation);
  if (row instanceof VecheError) return row;
  const entered = await enter(batch, chatId, actorId);
  // Who may not invite any more lets nobody in by widening an old link.
  const refusal =
    entered instanceof VecheError ? entered : mayDo(entered.head, entered.member, 'inviteMembers', batch.at);
  if (refusal !== null) return refusal;
  if (row.revokedAt !== null) return new VecheError('expired', 'This link was revoked.', { field: 'inviteId' });
  const after = withTerms(row, terms);
  // A link that is over by its time may keep that time while the rest changes.
  const wrong = checkTerms(terms.expiresAt === undefined ? { ...after, expiresAt: null } : after, batch.at);
  if (wrong !== null) return wrong;
  await updateInvite(batch.tx, after);
  await recordAdminAct(batch, { chatId, actorId, kind: 'invite.edited', data: { inviteId } });
  return after;
});

export const applyRevocations = oneByOne<InviteTarget, InviteRow>(async (batch, operation) => {
  const { chatId, actorId, inviteId } = operation;
  const row = await ownInvite(batch, operation);
  if (row instanceof VecheError || row.revokedAt !== null) return row;
  const after = { ...row, revokedAt: batch.at };
  await updateInvite(batch.tx, after);
  await recordAdminAct(batch, { chatId, actorId, kind: 'invite.revoked', data: { inviteId } });
  return after;
});

export const applyInviteJoins = oneByOne<
  { chatId: ChatId; inviteId: InviteId; account: Account },
  { isRequested: boolean }
>(async (batch, { chatId, inviteId, account }) => {
  const { accountId } = account;
  const head = batch.head(chatId);
  const row = await readInvite(batch.tx, chatId, inviteId);
  if (head === undefined || row === null) return noSuchToken();
  if ((await batch.member(chatId, accountId)) !== null) return { isRequested: false };
  const refusal = mayUse(row, batch.at) ?? (await keptOut(batch, head, accountId, 'token'));
  if (refusal !== null) return refusal;
  if (!row.needsApproval) {
    await spendBudget(batch.tx, { accountId, kind: 'joinedChats', count: 1 }, batch.at);
    await countUse(batch.tx, chatId, inviteId);
    await seat(batch, head, accountId, { account, inviteId });
    return { isRequested: false };
  }
  const waiting = await readWaiting(batch.tx, chatId, accountId);
  if (waiting.isWaiting) return { isRequested: true };
  if (waiting.ofAccount >= contract.MAX_REQUESTS_PER_ACCOUNT || waiting.ofChat >= contract.MAX_REQUESTS_PER_CHAT) {
    return new VecheError('conflict', 'Too many requests wait already.', { field: 'token' });
  }
  // What asks to be let in counts, and not what admins make of it.
  await spendBudget(batch.tx, { accountId, kind: 'joinedChats', count: 1 }, batch.at);
  await addRequest(batch, chatId, { accountId, inviteId });
  batch.appendAccount(accountId, {
    kind: 'joinRequest.changed',
    chatId,
    title: await readTitle(batch.tx, chatId),
    state: 'waiting',
  });
  return { isRequested: true };
});

/** An admin's answer to who asked to be let in. */
export const applyAnswers = oneByOne<
  { chatId: ChatId; actorId: AccountId; account: Account; isApproved: boolean },
  { changed: boolean }
>(async (batch, { chatId, actorId, account, isApproved }) => {
  const entered = await enter(batch, chatId, actorId);
  if (entered instanceof VecheError) return entered;
  const { head, member } = entered;
  const refusal = isShared(head.kind) ?? (holdsRight(member, 'inviteMembers') ? null : onlyAdmins());
  if (refusal !== null) return refusal;
  const { accountId } = account;
  if (isApproved) {
    const kept = await keptOut(batch, head, accountId, 'accountId');
    if (kept !== null) return kept;
  }
  const inviteId = await settleRequest(batch, chatId, accountId);
  if (inviteId === null) return { changed: false };
  if (isApproved) {
    await countUse(batch.tx, chatId, inviteId);
    await seat(batch, head, actorId, { account, inviteId });
  }
  const state = isApproved ? 'approved' : 'declined';
  batch.appendAccount(accountId, {
    kind: 'joinRequest.changed',
    chatId,
    title: await readTitle(batch.tx, chatId),
    state,
  });
  await recordAdminAct(batch, {
    chatId,
    actorId,
    kind: `joinRequest.${state}`,
    targetId: accountId,
    data: { inviteId },
  });
  return { changed: true };
});
