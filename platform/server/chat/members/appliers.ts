import {
  type AccountId,
  type AdminRight,
  adminRights,
  type ChatId,
  type Permission,
  permissionBits,
} from '@veche/contract';
import { VecheError } from '@veche/contract';
import type { Batch, ChatHead } from '../../kernel/conversation-log/index.ts';
import { recordAdminAct } from '../audit/record.ts';
import { enter, oneByOne } from '../chats/appliers.ts';
import { settleRequest } from '../invites/requests.ts';
import { holdsRight, isShared, mayRemove, onlyAdmins, onlyOwner } from '../chats/rules.ts';
import { tellSeat, unseat } from '../chats/seats.ts';
import { readUsername, refusedByCount } from '../public-names/store.ts';
import {
  adminSeat,
  mayGive,
  mayManage,
  mustBeAhead,
  noSuchMember,
  plainSeat,
  type Seated,
  usualRights,
} from './rules.ts';
import { deleteBan, readAdmins, updateSeat, upsertBan } from './store.ts';

interface Target {
  chatId: ChatId;
  actorId: AccountId;
  accountId: AccountId;
}
interface Changed {
  changed: boolean;
}

/** The chat, the actor and the member an act is about; or the refusal. */
async function meet(batch: Batch, { chatId, actorId, accountId }: Target) {
  const entered = await enter(batch, chatId, actorId);
  if (entered instanceof VecheError) return entered;
  const shared = isShared(entered.head.kind);
  if (shared !== null) return shared;
  const found = await batch.member(chatId, accountId);
  const actor: Seated = { ...entered.member, accountId: actorId };
  return { head: entered.head, actor, target: found === null ? null : { ...found, accountId } };
}

/** Changes a seat in the table, the log and the record of what admins did. */
async function changeSeat(
  batch: Batch,
  head: ChatHead,
  act: Target & { kind: string; seat: Omit<Seated, 'accountId'>; promotedBy?: AccountId; data?: object },
): Promise<void> {
  const { chatId, actorId, accountId, kind, seat, promotedBy = null, data = {} } = act;
  await updateSeat(batch.tx, { chatId, accountId }, seat, promotedBy);
  tellSeat(batch, head, actorId, { accountId, membership: seat });
  await recordAdminAct(batch, { chatId, actorId, kind, targetId: accountId, data: { ...data } });
}

export const applyPromotions = oneByOne<Target & { rights: readonly AdminRight[] | undefined }, Changed>(
  async (batch, operation) => {
    const met = await meet(batch, operation);
    if (met instanceof VecheError) return met;
    const { head, actor, target } = met;
    if (!holdsRight(actor, 'addAdmins')) return onlyAdmins();
    if (target === null) return noSuchMember();
    const admins = await readAdmins(batch.tx, operation.chatId);
    const rights = operation.rights ?? usualRights(actor);
    const refusal =
      mayManage(actor, target, admins) ??
      mayGive(actor, target, rights, admins.filter(({ role }) => role === 'admin').length);
    if (refusal !== null) return refusal;
    const seat = adminSeat(rights);
    if (target.role === 'admin' && target.rights === seat.rights) return { changed: false };
    const maker = admins.find(({ accountId }) => accountId === target.accountId)?.promotedBy;
    await changeSeat(batch, head, {
      ...operation,
      kind: 'member.promoted',
      seat,
      promotedBy: maker ?? actor.accountId,
      data: { rights },
    });
    return { changed: true };
  },
);

export const applyDemotions = oneByOne<Target, Changed>(async (batch, operation) => {
  const met = await meet(batch, operation);
  if (met instanceof VecheError) return met;
  const { head, actor, target } = met;
  const isOwn = actor.accountId === operation.accountId && actor.role === 'admin';
  if (!isOwn && !holdsRight(actor, 'addAdmins')) return onlyAdmins();
  if (target === null) return noSuchMember();
  const refusal = isOwn ? null : mayManage(actor, target, await readAdmins(batch.tx, operation.chatId));
  if (refusal !== null) return refusal;
  if (target.role === 'member') return { changed: false };
  await changeSeat(batch, head, { ...operation, kind: 'member.demoted', seat: plainSeat });
  return { changed: true };
});

export const applyRestrictions = oneByOne<Target & { denied: readonly Permission[]; until: Date | null }, Changed>(
  async (batch, operation) => {
    const met = await meet(batch, operation);
    if (met instanceof VecheError) return met;
    const { head, actor, target } = met;
    if (!holdsRight(actor, 'restrictMembers')) return onlyAdmins();
    if (head.kind === 'channel') {
      return new VecheError('not_supported', 'In a channel there is nothing to deny; members are banned.', {
        field: 'chatId',
      });
    }
    if (target === null) return noSuchMember();
    const denied = permissionBits(operation.denied);
    const deniedUntil = denied === 0 ? null : operation.until;
    const refusal = mayRestrict(target) ?? mustBeAhead(deniedUntil, batch.at);
    if (refusal !== null) return refusal;
    if (target.denied === denied && target.deniedUntil?.getTime() === deniedUntil?.getTime()) return { changed: false };
    await changeSeat(batch, head, {
      ...operation,
      kind: 'member.restricted',
      seat: { ...plainSeat, denied, deniedUntil },
      data: { denied: operation.denied, ...(deniedUntil === null ? {} : { until: deniedUntil.toISOString() }) },
    });
    return { changed: true };
  },
);

function mayRestrict(target: Seated): VecheError | null {
  if (target.role === 'member') return null;
  return new VecheError('forbidden', 'An admin is demoted before being restricted.', { field: 'accountId' });
}

export const applyBans = oneByOne<Target & { isBot: boolean; until: Date | null }, Changed>(
  async (batch, operation) => {
    const met = await meet(batch, operation);
    if (met instanceof VecheError) return met;
    const { head, actor, target } = met;
    const { chatId, actorId, accountId, until } = operation;
    if (!holdsRight(actor, 'restrictMembers')) return onlyAdmins();
    if (actorId === accountId) {
      return new VecheError('conflict', 'Nobody bans themselves; leave instead.', { field: 'accountId' });
    }
    const refusal = mustBeAhead(until, batch.at) ?? (target === null ? null : mayRemove(actor, target));
    if (refusal !== null) return refusal;
    await settleRequest(batch, chatId, accountId);
    const isNew = await upsertBan(batch.tx, chatId, { accountId, actorId, at: batch.at, until });
    if (target !== null) await unseat(batch, head, actorId, operation);
    if (!isNew && target === null) return { changed: false };
    const data = until === null ? {} : { until: until.toISOString() };
    await recordAdminAct(batch, { chatId, actorId, kind: 'member.banned', targetId: accountId, data });
    return { changed: true };
  },
);

export const applyUnbans = oneByOne<Target, Changed>(async (batch, operation) => {
  const met = await meet(batch, operation);
  if (met instanceof VecheError) return met;
  const { chatId, actorId, accountId } = operation;
  if (!holdsRight(met.actor, 'restrictMembers')) return onlyAdmins();
  const changed = await deleteBan(batch.tx, chatId, accountId);
  if (changed) await recordAdminAct(batch, { chatId, actorId, kind: 'member.unbanned', targetId: accountId });
  return { changed };
});

/** The new owner takes the place; the old one stays as the first of the admins. */
export const applyTransfers = oneByOne<Target & { isBot: boolean }, Record<string, never>>(async (batch, operation) => {
  const met = await meet(batch, operation);
  if (met instanceof VecheError) return met;
  const { head, actor, target } = met;
  const { chatId, actorId, accountId } = operation;
  if (actor.role !== 'owner') return onlyOwner();
  if (actorId === accountId) return {};
  if (target === null) return noSuchMember();
  if (operation.isBot) {
    return new VecheError('conflict', 'A bot cannot own a chat.', { field: 'accountId' });
  }
  const isPublic = (await readUsername(batch.tx, chatId)) !== null;
  const full = isPublic ? await refusedByCount(batch.tx, accountId, 'accountId') : null;
  if (full !== null) return full;
  await updateSeat(batch.tx, { chatId, accountId }, { ...plainSeat, role: 'owner' }, null);
  tellSeat(batch, head, actorId, { accountId, membership: { ...plainSeat, role: 'owner' } });
  const past = adminSeat(adminRights);
  await updateSeat(batch.tx, { chatId, accountId: actorId }, past, accountId);
  tellSeat(batch, head, actorId, { accountId: actorId, membership: past });
  await recordAdminAct(batch, { chatId, actorId, kind: 'owner.changed', targetId: accountId });
  return {};
});
