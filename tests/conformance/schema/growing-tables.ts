import type { Sql } from '../../../platform/server/kernel/database/sql.ts';

/** First columns of a key by which a table may grow without a word: one chat or one account is one place. */
const homes: ReadonlySet<string> = new Set(['chat_id', 'account_id']);

/** Tables that grow under another name, hash-partitioned by it, and why that is as good. */
export const otherHomes: Readonly<Record<string, readonly [column: string, reason: string]>> = {
  bot: ['bot_id', 'a bot is an account; the id is of an account'],
  bot_update: ['bot_id', 'the queue of one bot lies together; the id is of an account'],
  bot_command_list: ['bot_id', 'what one bot offers lies together; the id is of an account'],
  bot_about: ['bot_id', 'the same'],
  bot_menu: ['bot_id', 'the same'],
  bot_webhook: ['bot_id', 'the same'],
  bot_dead_letter: ['bot_id', 'what one bot was not told lies together; the id is of an account'],
  bot_call: ['bot_id', 'what one bot called lies together; the id is of an account'],
  inline_query: ['bot_id', 'a query waits for one bot; the id is of an account'],
  inline_answer: ['bot_id', 'the same'],
  button_press: ['bot_id', 'a press waits for one bot; the id is of an account'],
  blob: ['sha256', 'content that many files share has no one account'],
};

/** Tables without partitions: small beside the rest, or unique across everything, which partitions cannot check. */
export const notGrowing: Readonly<Record<string, string>> = {
  migration: 'one row a migration',
  demo_person: 'the people of a development server',
  search_word: 'one row a word of the language, not a message',
  account_deletion: 'those who are about to go, for as long as they may change their mind',
  code_budget: 'counters of a day, swept',
  spent_challenge: 'challenges that were answered in the last minutes, swept',
  sign_in_code: 'one code a phone number, swept',
  account_phone: 'unique across all accounts',
  public_name: 'unique across all accounts and chats',
  direct_chat: 'unique for a pair of accounts',
  invite_token: 'unique across all chats',
  app: 'what developers publish',
  mini_app: 'what developers publish',
  app_release: 'what developers publish',
  app_file: 'what developers publish',
  app_standing: 'what developers publish',
  organisation: 'agencies, schools and companies, not their people',
  organisation_app: 'a few apps an organisation',
  transparency_node: 'one log for all, of 64 bytes a leaf; a leaf is a person on a day of news',
  transparency_head: 'one row a day, and one a copy that somebody asked for',
  release_log: 'a few entries a release, chained in one order',
  sticker_pack: 'what a few people publish for everyone',
  sticker: 'what a few people publish for everyone',
};

interface Table {
  readonly name: string;
  /** Null: not partitioned. */
  readonly partition: { readonly strategy: string; readonly column: string } | null;
  readonly key: readonly string[];
}

/** Tables of the house itself; libraries keep theirs in schemas of their own. */
export async function readTables(sql: Sql): Promise<Table[]> {
  const rows = await sql<{ name: string; strategy: string | null; column: string | null; key: string[] | null }[]>`
    select c.relname as name, p.partstrat::text as strategy,
      (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = p.partattrs[0]) as column,
      (select array_agg(a.attname::text order by k.place)
        from pg_index i cross join unnest(i.indkey) with ordinality k (attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary) as key
    from pg_class c left join pg_partitioned_table p on p.partrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname`;
  return rows.map(({ name, strategy, column, key }) => ({
    name,
    partition: strategy === null || column === null ? null : { strategy, column },
    key: key ?? [],
  }));
}

/** What is wrong with the tables, one sentence each. */
export function faultsOf(tables: readonly Table[]): string[] {
  return tables.flatMap(({ name, partition, key }) => {
    if (Object.hasOwn(notGrowing, name))
      return partition === null ? [] : [`${name} is partitioned, and listed as one that does not grow`];
    const other = otherHomes[name]?.[0];
    const first = key[0];
    if (first === undefined) return [`${name} has no primary key`];
    if (first !== other && !homes.has(first)) return [`${name} has ${first} first in its key`];
    if (partition?.strategy !== 'h') return [`${name} is not hash-partitioned`];
    return partition.column === first ? [] : [`${name} is partitioned by ${partition.column}, not by ${first}`];
  });
}
