import { type AccountId, SMALL_CHAT_MEMBERS } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';

/** Most people of each kind who are told: a change of a profile writes no more rows than this, thrice. */
const TOLD = 200;
/** Groups whose members are told, those that spoke last. */
const TOLD_GROUPS = 20;

/**
 * People who have a profile before them: of direct chats and small groups it was in last, and who keep it as a contact,
 * its own contacts first. Where one of two has blocked the other, neither is told of the other.
 */
export async function readFollowers(sql: Queryable, accountId: AccountId): Promise<AccountId[]> {
  const rows = await sql<{ accountId: AccountId }[]>`
    with own as (
      select c.chat_id, c.kind, a.peer_id, c.last_at from account_chat a
      join chat c on c.chat_id = a.chat_id
      where a.account_id = ${accountId} and a.left_at is null
        and (c.kind = 'direct' or (c.kind = 'group' and c.member_count <= ${SMALL_CHAT_MEMBERS}))
    ), followers as (
      (select peer_id as id from own where kind = 'direct' order by last_at desc limit ${TOLD})
      union
      (select m.account_id from (select chat_id from own where kind = 'group' order by last_at desc limit ${TOLD_GROUPS}) g
        join chat_member m on m.chat_id = g.chat_id and m.left_seq is null limit ${TOLD})
      union
      (select k.account_id from contact k
        left join contact back on back.account_id = ${accountId} and back.contact_id = k.account_id
        where k.contact_id = ${accountId} order by back.contact_id is null, k.account_id limit ${TOLD})
    )
    select p.account_id as "accountId" from followers f
    join account p on p.account_id = f.id and p.kind = 'person' and p.name <> ''
    where f.id <> ${accountId}
      and not exists (select from account_block b where b.account_id = ${accountId} and b.blocked_id = f.id)
      and not exists (select from account_block b where b.account_id = f.id and b.blocked_id = ${accountId})`;
  return rows.map((row) => row.accountId);
}
