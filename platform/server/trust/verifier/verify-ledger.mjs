#!/usr/bin/env node
// Checks a copy of an access ledger without the server that made it: node verify-ledger.mjs <file> [<key id>]
// Needs Node 20 and this file alone. What each check means stands in docs/trust.md of Veche.
import { Buffer } from 'node:buffer';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TextDecoder } from 'node:util';

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};
const bytes = (hex) => Buffer.from(hex, 'hex');
const nodeHash = (left, right) => sha256(Buffer.of(1), bytes(left), bytes(right));
const isHash = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${pairs.join(',')}}`;
}

/** RFC 9162, section 2.1.3.2. Hashes are hex. */
export function verifyInclusion({ index, size, leaf, path, root }) {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  let [position, last, hash] = [BigInt(index), BigInt(size) - 1n, leaf];
  for (const other of path) {
    if (last === 0n) return false;
    if (position % 2n === 1n || position === last) {
      hash = nodeHash(other, hash);
      while (position % 2n === 0n && position !== 0n) [position, last] = [position >> 1n, last >> 1n];
    } else hash = nodeHash(hash, other);
    [position, last] = [position >> 1n, last >> 1n];
  }
  return last === 0n && hash === root;
}

/** RFC 9162, section 2.1.4.2. Hashes are hex. */
export function verifyConsistency({ fromSize, toSize, from, to, proof }) {
  if (fromSize < 1 || fromSize > toSize) return false;
  if (fromSize === toSize) return proof.length === 0 && from === to;
  const isPower = Number.isInteger(Math.log2(fromSize));
  const [first, ...rest] = isPower ? [from, ...proof] : proof;
  if (first === undefined) return false;
  let [position, last, before, after] = [BigInt(fromSize) - 1n, BigInt(toSize) - 1n, first, first];
  while (position % 2n === 1n) [position, last] = [position >> 1n, last >> 1n];
  for (const other of rest) {
    if (last === 0n) return false;
    if (position % 2n === 1n || position === last) {
      [before, after] = [nodeHash(other, before), nodeHash(other, after)];
      while (position % 2n === 0n && position !== 0n) [position, last] = [position >> 1n, last >> 1n];
    } else after = nodeHash(after, other);
    [position, last] = [position >> 1n, last >> 1n];
  }
  return last === 0n && before === from && after === to;
}

/** Reads the text of a copy, which says everything once: of two fields of one name, another reader may take the other. */
function readCopy(text) {
  const copy = JSON.parse(text);
  const plain = text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
  check(JSON.stringify(copy) === plain, 'the file', 'says something twice, or in another way than we write it');
  return copy;
}

/** Throws what is wrong with the copy, naming the place; answers what was shown. */
export function verifyLedger(copy, keyId) {
  const known = ['format', 'version', 'entries', 'head', 'leaf', 'inclusion', 'treeHead', 'keys'];
  check(typeof copy === 'object' && copy !== null, 'the file', 'is not a copy of a ledger');
  const strange = Object.keys(copy).find((key) => !known.includes(key));
  check(strange === undefined, strange, 'does not belong into a copy');
  const { format, version, entries, head, leaf, inclusion, treeHead, keys } = copy;
  check(format === 'veche-access-ledger' && version === 1, 'the file', 'is not a copy that this script knows');
  check(Array.isArray(entries) && entries.length > 0, 'entries', 'are missing');

  let previous = '0'.repeat(64);
  for (const [index, entry] of entries.entries()) {
    const place = `entry ${index + 1}`;
    check(typeof entry === 'object' && entry !== null && isHash(entry.hash), place, 'has no hash');
    const { hash, ...content } = entry;
    check(content.seq === index + 1, place, `stands where another belongs: it says to be ${content.seq}`);
    check(content.previous === previous, place, 'does not follow the one before it');
    const computed = sha256(`veche access ledger entry 1\n${canonicalJson(content)}`);
    check(computed === hash, place, 'was changed: its content has another hash');
    previous = hash;
  }

  check(hasOnly(head, ['seq', 'hash', 'salt']) && isHash(head.salt), 'head', 'is not whole');
  check(head.seq === entries.length, 'head', `speaks of ${head.seq} entries, and there are ${entries.length}`);
  check(head.hash === previous, 'head', 'is not the hash of the last entry');

  check(hasOnly(leaf, ['index', 'hash']), 'leaf', 'is not whole');
  const content = Buffer.concat([
    Buffer.from('veche ledger head 1\n'),
    bytes(head.salt),
    seqBytes(head.seq),
    bytes(head.hash),
  ]);
  const commitment = bytes(sha256(content));
  check(sha256(Buffer.of(0), commitment) === leaf.hash, 'leaf', 'is not of this head');

  check(hasOnly(treeHead, ['origin', 'treeSize', 'rootHash', 'at', 'keyId', 'signature']), 'treeHead', 'is not whole');
  check(Array.isArray(inclusion) && inclusion.every(isHash), 'inclusion', 'is not a list of hashes');
  const where = {
    index: leaf.index,
    size: treeHead.treeSize,
    leaf: leaf.hash,
    path: inclusion,
    root: treeHead.rootHash,
  };
  check(verifyInclusion(where), 'inclusion', 'does not lead from the leaf to the root of the log');

  check(
    keyId === undefined || treeHead.keyId === keyId,
    'treeHead',
    `is signed with ${treeHead.keyId}, not with ${keyId}`,
  );
  checkTreeHead(treeHead, keys);
  return { entries: entries.length, origin: treeHead.origin, at: treeHead.at, keyId: treeHead.keyId };
}

function checkTreeHead({ origin, treeSize, rootHash, at, keyId, signature }, keys) {
  check(Array.isArray(keys), 'keys', 'are missing');
  const key = keys.find(({ kid }) => kid === keyId);
  check(key !== undefined, 'keys', `have no ${keyId}`);
  check(
    keys.every((one) => hasOnly(one, ['kty', 'crv', 'alg', 'use', 'kid', 'x'])),
    'keys',
    'are not whole',
  );
  check(
    keys.every(({ alg, use }) => alg === 'EdDSA' && use === 'sig'),
    'keys',
    'are for something else',
  );
  check(sha256(key.x).slice(0, 16) === keyId, 'keys', `${keyId} is the name of another key`);
  const text = `${origin}\n${treeSize}\n${bytes(rootHash).toString('base64')}\n${at}\n`;
  let isSigned = false;
  try {
    const { kty, crv, x } = key;
    const publicKey = createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
    // The same bytes can be written in base64url in several ways; only one of them is ours.
    const raw = Buffer.from(signature, 'base64url');
    isSigned = raw.toString('base64url') === signature && verify(null, Buffer.from(text), publicKey, raw);
  } catch {
    // No key, or no signature: it stays unsigned.
  }
  check(isSigned, 'treeHead', 'has a signature of something else');
}

function hasOnly(value, keys) {
  return typeof value === 'object' && value !== null && Object.keys(value).sort().join() === [...keys].sort().join();
}

function seqBytes(seq) {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(BigInt(seq));
  return buffer;
}

function check(isRight, place, problem) {
  if (!isRight) throw new Error(`${place} ${problem}`);
}

function main([file, keyId]) {
  if (file === undefined) throw new Error('usage: node verify-ledger.mjs <file> [<key id>]');
  const told = verifyLedger(readCopy(new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))), keyId);
  console.log(`OK: ${told.entries} entries, none changed, left out or put in.`);
  console.log(`Their head stands in the log of ${told.origin} of ${told.at}, signed with the key ${told.keyId}.`);
  if (keyId === undefined) {
    console.log(
      `Whose key that is, the file cannot show: compare it with ${told.origin}/.well-known/veche-transparency-keys.json.`,
    );
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(`FAILED: ${error.message}`);
    process.exitCode = 1;
  }
}
