import { createHash } from 'node:crypto';

// The Merkle tree of RFC 6962, section 2.1, over kept hashes of whole subtrees: the node of `level` and `position` has
// the leaves from position * 2^level on, 2^level of them.

/** A hash that is kept. */
export type ReadNode = (level: number, position: number) => Buffer;

export interface TreeNode {
  readonly level: number;
  readonly position: number;
  readonly hash: Buffer;
}

const EMPTY = Buffer.alloc(32);

export function leafHash(content: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(content).digest();
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}

/** Largest power of two below `count`, of at least two. */
function splitOf(count: number): number {
  return 2 ** Math.floor(Math.log2(count - 1));
}

/** Hash over the leaves from `start` up to `end`, where `start` is as far in as a whole subtree of that many may begin. */
function rangeHash(start: number, end: number, read: ReadNode): Buffer {
  const count = end - start;
  const level = Math.log2(count);
  if (Number.isInteger(level)) return read(level, start / count);
  const middle = start + splitOf(count);
  return nodeHash(rangeHash(start, middle, read), rangeHash(middle, end, read));
}

export function rootHash(size: number, read: ReadNode): Buffer {
  return rangeHash(0, size, read);
}

/** The path of a leaf to the root of the tree of a size, from below. Section 2.1.1. */
export function inclusionPath(index: number, size: number, read: ReadNode): Buffer[] {
  const path = (start: number, end: number): Buffer[] => {
    if (end - start === 1) return [];
    const middle = start + splitOf(end - start);
    return index < middle
      ? [...path(start, middle), rangeHash(middle, end, read)]
      : [...path(middle, end), rangeHash(start, middle, read)];
  };
  return path(0, size);
}

/** Proof that the tree of `size` begins with the tree of `before`, 0 < before <= size. Section 2.1.2. */
export function consistencyProof(before: number, size: number, read: ReadNode): Buffer[] {
  const proof = (start: number, end: number, isWhole: boolean): Buffer[] => {
    if (before === end) return isWhole ? [] : [rangeHash(start, end, read)];
    const middle = start + splitOf(end - start);
    return before <= middle
      ? [...proof(start, middle, isWhole), rangeHash(middle, end, read)]
      : [...proof(middle, end, false), rangeHash(start, middle, read)];
  };
  return proof(0, size, true);
}

/** The nodes that come to be with new leaves at the end of a tree of `size`; `read` gives those that were there. */
export function nodesOf(size: number, leaves: readonly Buffer[], read: ReadNode): TreeNode[] {
  const added = new Map<string, TreeNode>();
  const add = (node: TreeNode) => added.set(`${node.level} ${node.position}`, node);
  for (const [offset, leaf] of leaves.entries()) {
    let [level, position, hash] = [0, size + offset, leaf];
    add({ level, position, hash });
    while (position % 2 === 1) {
      hash = nodeHash(added.get(`${level} ${position - 1}`)?.hash ?? read(level, position - 1), hash);
      [level, position] = [level + 1, (position - 1) / 2];
      add({ level, position, hash });
    }
  }
  return [...added.values()];
}

/** What a computation reads, so that all of it can be fetched at once before it runs. */
export function placesReadBy(compute: (read: ReadNode) => unknown): { level: number; position: number }[] {
  const places: { level: number; position: number }[] = [];
  compute((level, position) => {
    places.push({ level, position });
    return EMPTY;
  });
  return places;
}
