import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { placesReadBy, type ReadNode, type TreeNode } from './merkle.ts';

/** Nobody else appends to the log until the transaction ends. */
export async function lockLog(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('transparency log', 0))`;
}

export interface HeadRow {
  treeSize: number;
  rootHash: Buffer;
  at: Date;
  signature: Buffer;
}

/** The head of the log at a size, or the newest one; null where there is none. */
export async function readHead(sql: Queryable, treeSize?: number): Promise<HeadRow | null> {
  const rows = await sql<HeadRow[]>`
    select tree_size as "treeSize", root_hash as "rootHash", at, signature from transparency_head
    ${treeSize === undefined ? sql`` : sql`where tree_size = ${treeSize}`} order by tree_size desc limit 1`;
  return rows[0] ?? null;
}

export async function insertHead(tx: Tx, head: HeadRow): Promise<void> {
  await tx`
    insert into transparency_head (tree_size, root_hash, at, signature)
    values (${head.treeSize}, ${head.rootHash}, ${head.at}, ${head.signature})`;
}

export async function insertNodes(tx: Tx, nodes: readonly TreeNode[]): Promise<void> {
  await tx`
    insert into transparency_node (level, position, hash)
    select level, position, decode(hash, 'hex')
    from unnest(${plainArray(nodes.map(({ level }) => level))}::smallint[],
      ${plainArray(nodes.map(({ position }) => position))}::bigint[],
      ${plainArray(nodes.map(({ hash }) => hash.toString('hex')))}::text[]) as v (level, position, hash)`;
}

/** Runs a computation over kept nodes, all of them read by one statement. */
export async function withNodes<T>(sql: Queryable, compute: (read: ReadNode) => T): Promise<T> {
  const places = placesReadBy(compute);
  const rows = await sql<TreeNode[]>`
    select level, position, hash from transparency_node
    where (level, position) in (
      select * from unnest(${plainArray(places.map(({ level }) => level))}::smallint[],
        ${plainArray(places.map(({ position }) => position))}::bigint[]))`;
  const nodes = new Map(rows.map(({ level, position, hash }) => [`${level} ${position}`, hash]));
  return compute((level, position) => {
    const hash = nodes.get(`${level} ${position}`);
    if (hash === undefined) throw new Error(`The transparency log has no node ${level} ${position}.`);
    return hash;
  });
}

export async function readLeaves(sql: Queryable, from: number, limit: number): Promise<Buffer[]> {
  const rows = await sql<{ hash: Buffer }[]>`
    select hash from transparency_node where level = 0 and position >= ${from} order by position limit ${limit}`;
  return rows.map(({ hash }) => hash);
}
