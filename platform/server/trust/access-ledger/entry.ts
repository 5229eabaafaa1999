import { createHash } from 'node:crypto';
import type { LedgerEntry } from '@veche/contract';
import { canonicalJson } from '../../apps/index.ts';

/** What stands before the first entry. */
export const NO_HASH = '0'.repeat(64);

/** An entry with its hash; the contract says what is hashed. */
export function sealEntry(entry: Omit<LedgerEntry, 'hash'>): LedgerEntry {
  const hash = createHash('sha256')
    .update(`veche access ledger entry 1\n${canonicalJson(entry)}`)
    .digest('hex');
  return { ...entry, hash };
}
