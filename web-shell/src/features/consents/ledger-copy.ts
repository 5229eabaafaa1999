import type { LedgerEntry } from '@veche/contract';
import type { Shell } from '../../state/shell.ts';

/** The copy of the own ledger that `verify-ledger.mjs` checks, as JSON. Rejects with `not_found` when there is no entry. */
export async function ledgerCopy({ client }: Pick<Shell, 'client'>): Promise<string> {
  const sealed = await client.call('ledger.seal', {});
  const entries: LedgerEntry[] = [];
  let cursor: string | undefined = String(sealed.head.seq + 1);
  while (cursor !== undefined) {
    const page: { entries: LedgerEntry[]; nextCursor?: string | undefined } = await client.call('ledger.list', {
      cursor,
      limit: 200,
    });
    entries.push(...page.entries);
    cursor = page.nextCursor;
  }
  return JSON.stringify({ format: 'veche-access-ledger', version: 1, entries: entries.reverse(), ...sealed });
}
