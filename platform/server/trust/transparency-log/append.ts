import { type KeyObject, sign } from 'node:crypto';
import type { TreeHead } from '@veche/contract';
import type { Tx } from '../../kernel/database/sql.ts';
import { publicKeyOf } from '../../kernel/signing-key.ts';
import { nodesOf, rootHash } from './merkle.ts';
import { type HeadRow, insertHead, insertNodes, lockLog, readHead, withNodes } from './store.ts';

/** The log's own name and key. */
export interface LogIdentity {
  readonly origin: string;
  readonly signingKey: KeyObject;
}

/** Adds leaves in one step and signs the new head. Answers the index of the first. */
export async function appendLeaves(
  tx: Tx,
  { origin, signingKey }: LogIdentity,
  leaves: readonly Buffer[],
  at: Date,
): Promise<number> {
  await lockLog(tx);
  const size = (await readHead(tx))?.treeSize ?? 0;
  await insertNodes(tx, await withNodes(tx, (read) => nodesOf(size, leaves, read)));
  const treeSize = size + leaves.length;
  const root = await withNodes(tx, (read) => rootHash(treeSize, read));
  const signature = sign(null, Buffer.from(signedText(origin, { treeSize, rootHash: root, at })), signingKey);
  await insertHead(tx, { treeSize, rootHash: root, at, signature });
  return size;
}

/** The body of a checkpoint (C2SP tlog-checkpoint) with the moment as its one extension line. */
function signedText(origin: string, { treeSize, rootHash, at }: Omit<HeadRow, 'signature'>): string {
  return `${origin}\n${treeSize}\n${rootHash.toString('base64')}\n${at.toISOString()}\n`;
}

export function toTreeHead({ origin, signingKey }: LogIdentity, head: HeadRow): TreeHead {
  return {
    origin,
    treeSize: head.treeSize,
    rootHash: head.rootHash.toString('hex'),
    at: head.at.toISOString(),
    keyId: publicKeyOf(signingKey).kid,
    signature: head.signature.toString('base64url'),
  };
}
