import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verifyConsistency, verifyInclusion } from '../verifier/verify-ledger.mjs';
import {
  consistencyProof,
  inclusionPath,
  leafHash,
  nodeHash,
  nodesOf,
  placesReadBy,
  type ReadNode,
  rootHash,
} from './merkle.ts';

/** The tree as section 2.1 of RFC 6962 defines it, computed from all leaves every time. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const both = [naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split))];
  return createHash('sha256')
    .update(Buffer.concat([Buffer.of(1), ...both]))
    .digest();
}

function naivePath(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return index < split
    ? [...naivePath(index, leaves.slice(0, split)), naiveRoot(leaves.slice(split))]
    : [...naivePath(index - split, leaves.slice(split)), naiveRoot(leaves.slice(0, split))];
}

function naiveConsistency(before: number, leaves: readonly Buffer[], isWhole = true): Buffer[] {
  if (before === leaves.length) return isWhole ? [] : [naiveRoot(leaves)];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return before <= split
    ? [...naiveConsistency(before, leaves.slice(0, split), isWhole), naiveRoot(leaves.slice(split))]
    : [...naiveConsistency(before - split, leaves.slice(split), false), naiveRoot(leaves.slice(0, split))];
}

/** A tree that grew by batches, as the kept nodes have it. */
function grow(batches: readonly number[]): { leaves: Buffer[]; read: ReadNode } {
  const kept = new Map<string, Buffer>();
  const read: ReadNode = (level, position) => {
    const hash = kept.get(`${level} ${position}`);
    if (hash === undefined) throw new Error(`no node ${level} ${position}`);
    return hash;
  };
  const leaves: Buffer[] = [];
  for (const count of batches) {
    const more = Array.from({ length: count }, (_, offset) => leafHash(Buffer.from(`leaf ${leaves.length + offset}`)));
    for (const { level, position, hash } of nodesOf(leaves.length, more, read)) {
      expect(kept.has(`${level} ${position}`)).toBe(false);
      kept.set(`${level} ${position}`, hash);
    }
    leaves.push(...more);
  }
  return { leaves, read };
}

const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'));
const grown = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }).map(grow);

test('the hashes have the prefixes of RFC 6962', () => {
  // Root of the tree with the one empty leaf, as the tests of Certificate Transparency have it.
  expect(leafHash(Buffer.alloc(0)).toString('hex')).toBe(
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  );
  expect(nodeHash(leafHash(Buffer.alloc(0)), leafHash(Buffer.of(0))).toString('hex')).toBe(
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  );
});

test('root, paths and proofs are those of the naive tree, whatever the batches', () => {
  fc.assert(
    fc.property(grown, fc.nat(), fc.nat(), ({ leaves, read }, one, other) => {
      const size = 1 + (one % leaves.length);
      const index = other % size;
      const before = 1 + index;
      const tree = leaves.slice(0, size);
      expect(rootHash(size, read).equals(naiveRoot(tree))).toBe(true);
      expect(hex(inclusionPath(index, size, read))).toEqual(hex(naivePath(index, tree)));
      expect(hex(consistencyProof(before, size, read))).toEqual(hex(naiveConsistency(before, tree)));
    }),
    { numRuns: 300 },
  );
});

test('the verifier takes every true proof and no changed one', () => {
  fc.assert(
    fc.property(grown, fc.nat(), fc.nat(), fc.nat(), ({ leaves, read }, one, other, bit) => {
      const size = 1 + (one % leaves.length);
      const index = other % size;
      const root = rootHash(size, read).toString('hex');
      const leaf = leaves[index]!.toString('hex');
      const path = hex(inclusionPath(index, size, read));
      expect(verifyInclusion({ index, size, leaf, path, root })).toBe(true);
      expect(verifyInclusion({ index, size, leaf, path: [...path, root], root })).toBe(false);
      expect(verifyInclusion({ index, size, leaf: flip(leaf, bit), path, root })).toBe(false);
      if (path.length > 0) {
        const at = bit % path.length;
        const changed = path.with(at, flip(path[at]!, bit));
        expect(verifyInclusion({ index, size, leaf, path: changed, root })).toBe(false);
        expect(verifyInclusion({ index, size, leaf, path: path.slice(1), root })).toBe(false);
      }

      const before = 1 + index;
      const from = rootHash(before, read).toString('hex');
      const proof = hex(consistencyProof(before, size, read));
      const sizes = { fromSize: before, toSize: size };
      expect(verifyConsistency({ ...sizes, from, to: root, proof })).toBe(true);
      expect(verifyConsistency({ ...sizes, from: flip(from, bit), to: root, proof })).toBe(false);
      expect(verifyConsistency({ ...sizes, from, to: flip(root, bit), proof })).toBe(false);
      expect(verifyConsistency({ ...sizes, from, to: root, proof: [...proof, root] })).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('what a computation reads can be told before', () => {
  const { read } = grow([23]);
  const places = placesReadBy((readNode) => inclusionPath(5, 23, readNode));
  const only: ReadNode = (level, position) => {
    expect(places).toContainEqual({ level, position });
    return read(level, position);
  };
  expect(hex(inclusionPath(5, 23, only))).toEqual(hex(inclusionPath(5, 23, read)));
});

function flip(hash: string, bit: number): string {
  const bytes = Buffer.from(hash, 'hex');
  bytes[(bit >> 3) % 32]! ^= 1 << (bit % 8);
  return bytes.toString('hex');
}
