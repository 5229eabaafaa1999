import type { Account, AccountId, ChatId, Role, Seq } from '@veche/contract';
import type { Batch, ChatHead, Membership } from '../../kernel/conversation-log/index.ts';
import type { Tx } from '../../kernel/database/sql.ts';
import { settleRequest } from '../invites/requests.ts';
import { seatOf } from './seat-of.ts';

/** Gives an account a seat as a member: the rows, the count, its private log and, but for channels, the event. */
export async function seat(
  batch: Batch,
  head: ChatHead,
  actorId: AccountId,
  { account, inviteId = null }: { account: Account; inviteId?: number | null },
): Promise<void> {
  const { chatId } = head;
  const { accountId } = account;
  // Whoever follows a channel is nobody else's business, and a million comings would drown its log.
  if (head.kind !== 'channel') batch.append(chatId, actorId, { kind: 'member.added', accountId, role: 'member' });
  const isBot = account.kind === 'bot';
  const newcomer: NewMember = { accountId, role: 'member', isBot, peerId: null, inviteId };
  const { added, hiddenTo } = await insertMembers(batch.tx, head, [newcomer]);
  for (const membership of added) batch.setMember(chatId, accountId, membership);
  await countMember(batch, head, isBot, 1);
  await settleRequest(batch, chatId, accountId);
  const hidden = hiddenTo === 0 ? {} : { hiddenTo: hiddenTo as Seq };
  batch.appendAccount(accountId, { kind: 'chat.joined', chatId, ...hidden });
}

/** Takes an account's seat away. */
export async function unseat(
  batch: Batch,
  head: ChatHead,
  actorId: AccountId,
  { accountId, isBot }: { accountId: AccountId; isBot: boolean },
): Promise<void> {
  const { chatId } = head;
  if (head.kind !== 'channel') batch.append(chatId, actorId, { kind: 'member.removed', accountId });
  await endMembership(batch.tx, chatId, accountId, head.lastSeq);
  batch.setMember(chatId, accountId, null);
  await countMember(batch, head, isBot, -1);
  batch.appendAccount(accountId, { kind: 'chat.left', chatId });
}

/** Says in the log how a seat stands now; its row has been changed. */
export function tellSeat(
  batch: Batch,
  head: ChatHead,
  actorId: AccountId,
  { accountId, membership }: { accountId: AccountId; membership: Membership },
): void {
  const { chatId, kind } = head;
  const before = batch.seated(chatId, accountId)?.role ?? membership.role;
  batch.setMember(chatId, accountId, membership);
  batch.append(chatId, actorId, {
    kind: 'member.changed',
    accountId,
    ...seatOf(kind, membership, batch.at),
    ...(before === membership.role ? {} : { roleWas: before }),
  });
}

/** Counts a member in or out. Heads are written with the events of their log; where there is none, at once. */
async function countMember(batch: Batch, head: ChatHead, isBot: boolean, by: 1 | -1): Promise<void> {
  head.memberCount += by;
  if (isBot) head.botCount += by;
  if (head.kind !== 'channel') return;
  await batch.tx`
    update chat set member_count = ${head.memberCount}, bot_count = ${head.botCount} where chat_id = ${head.chatId}`;
}

export interface NewMember {
  readonly accountId: AccountId;
  readonly role: Role;
  readonly isBot: boolean;
  readonly peerId: AccountId | null;
  readonly inviteId?: number | null;
}

/**
 * Adds members, or brings back ones that had left, with what they were denied. They have read what was said before
 * they came, or, where the group hides it, never see it: then answers up to where.
 */
export async function insertMembers(
  tx: Tx,
  { chatId, lastSeq, messageCount }: ChatHead,
  members: readonly NewMember[],
): Promise<{ added: Membership[]; hiddenTo: number }> {
  const [chat] = await tx<{ hidesHistory: boolean }[]>`
    select hides_history as "hidesHistory" from chat where chat_id = ${chatId}`;
  // What tells of their coming is theirs to see.
  const hiddenTo = chat?.hidesHistory === true ? Math.max(0, lastSeq - 1) : 0;
  const added = await tx<Membership[]>`
    insert into chat_member (chat_id, account_id, role, is_bot, joined_seq, invite_id, hidden_to)
    select ${chatId}, account_id, role, is_bot = 1, ${lastSeq}, invite_id, ${hiddenTo}
    from unnest(${members.map((member) => member.accountId)}::bigint[], ${members.map((member) => member.role)}::text[],
      ${members.map((member) => (member.isBot ? 1 : 0))}::int[], ${members.map((member) => member.inviteId ?? null)}::bigint[])
      as v (account_id, role, is_bot, invite_id)
    on conflict (chat_id, account_id) do update
      set role = excluded.role, rights = 0, promoted_by = null, joined_seq = excluded.joined_seq, joined_at = now(),
        left_seq = null, invite_id = excluded.invite_id, hidden_to = excluded.hidden_to
    returning role, rights, denied, denied_until as "deniedUntil"`;
  await tx`
    insert into account_chat as own (account_id, chat_id, peer_id, read_seq, read_ordinal, cleared_seq, settings_version)
    select account_id, ${chatId}, peer_id, ${lastSeq}, ${messageCount}, ${hiddenTo}, ${Math.sign(hiddenTo)}
    from unnest(${members.map((member) => member.accountId)}::bigint[], ${members.map((member) => member.peerId)}::bigint[])
      as v (account_id, peer_id)
    on conflict (account_id, chat_id) do update
      set left_at = null, read_seq = excluded.read_seq, read_ordinal = excluded.read_ordinal,
        cleared_seq = greatest(own.cleared_seq, excluded.cleared_seq),
        settings_version = own.settings_version + excluded.settings_version`;
  return { added, hiddenTo };
}

/** Ends a membership at a seq. */
async function endMembership(tx: Tx, chatId: ChatId, accountId: AccountId, leftSeq: number): Promise<void> {
  await tx`update chat_member set left_seq = ${leftSeq} where chat_id = ${chatId} and account_id = ${accountId}`;
  await tx`update account_chat set left_at = now() where account_id = ${accountId} and chat_id = ${chatId}`;
}
