import { createHash, randomBytes } from 'node:crypto';
import type { AccountId } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Sql, Tx } from '../../kernel/database/sql.ts';
import { transaction } from '../../kernel/database/transaction.ts';
import { appendLeaves, type LogIdentity } from '../transparency-log/append.ts';
import { leafHash } from '../transparency-log/merkle.ts';

/** Heads that go into the log in one transaction. */
const STEP = 500;

export interface LoggedHead {
  seq: number;
  hash: Buffer;
  salt: Buffer;
  leafIndex: number;
}

/** The leaf of a head: nobody without the salt can tell whose it is, or how many entries it stands for. */
export function leafOf({ seq, hash, salt }: Pick<LoggedHead, 'seq' | 'hash' | 'salt'>): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(seq));
  const commitment = createHash('sha256').update('veche ledger head 1\n').update(salt).update(number).update(hash);
  return leafHash(commitment.digest());
}

interface NewHead {
  accountId: AccountId;
  seq: number;
  hash: Buffer;
}

async function logHeads(tx: Tx, log: LogIdentity, heads: readonly NewHead[], at: Date): Promise<void> {
  if (heads.length === 0) return;
  const salted = heads.map((head) => {
    const salt = randomBytes(32);
    return { ...head, salt, leaf: leafOf({ ...head, salt }) };
  });
  // In the order of their hashes, so that the place of a leaf tells nothing either.
  salted.sort((one, other) => Buffer.compare(one.leaf, other.leaf));
  const first = await appendLeaves(
    tx,
    log,
    salted.map(({ leaf }) => leaf),
    at,
  );
  await tx`
    update access_ledger l set logged_seq = v.seq, salt = decode(v.salt, 'hex'), leaf_index = v.leaf_index
    from unnest(${plainArray(salted.map(({ accountId }) => accountId))}::bigint[],
      ${plainArray(salted.map(({ seq }) => seq))}::bigint[],
      ${plainArray(salted.map(({ salt }) => salt.toString('hex')))}::text[],
      ${plainArray(salted.map((_head, index) => first + index))}::bigint[])
      as v (account_id, seq, salt, leaf_index)
    where l.account_id = v.account_id`;
}

/** Puts the head of every ledger that has news into the log. */
export async function logAllHeads(sql: Sql, log: LogIdentity, at: Date): Promise<void> {
  for (let count = STEP; count === STEP;) {
    count = await transaction(sql, async (tx) => {
      const heads = await tx<NewHead[]>`
        select account_id as "accountId", seq, hash from access_ledger where seq > logged_seq
        order by account_id limit ${STEP} for update`;
      await logHeads(tx, log, heads, at);
      return heads.length;
    });
  }
}

/** The head of one ledger as it stands in the log, put there when it is not; null for a ledger without entries. */
export async function logHead(tx: Tx, log: LogIdentity, accountId: AccountId, at: Date): Promise<LoggedHead | null> {
  const [head] = await tx<(NewHead & { loggedSeq: number })[]>`
    select account_id as "accountId", seq, hash, logged_seq as "loggedSeq"
    from access_ledger where account_id = ${accountId} for update`;
  if (head === undefined) return null;
  if (head.seq > head.loggedSeq) await logHeads(tx, log, [head], at);
  const [logged] = await tx<LoggedHead[]>`
    select seq, hash, salt, leaf_index as "leafIndex" from access_ledger where account_id = ${accountId}`;
  return logged ?? null;
}
