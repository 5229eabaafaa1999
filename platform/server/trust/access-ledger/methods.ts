import { accessLedger as contract, VecheError } from '@veche/contract';
import { transaction } from '../../kernel/database/transaction.ts';
import { pageOf, seqOfCursor } from '../../kernel/paging.ts';
import { personOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { publicKeyOf } from '../../kernel/signing-key.ts';
import type { TrustDependencies } from '../dependencies.ts';
import { type LogIdentity, toTreeHead } from '../transparency-log/append.ts';
import { inclusionPath } from '../transparency-log/merkle.ts';
import { readHead, withNodes } from '../transparency-log/store.ts';
import { leafOf, logHead } from './heads.ts';
import { readEntries } from './store.ts';

export function ledgerHandlers({ sql, clock }: TrustDependencies, log: LogIdentity): Handler[] {
  const { list, seal } = contract.ledgerMethods;
  const hex = (hash: Buffer) => hash.toString('hex');

  return [
    implement(list, async ({ caller }, { cursor, appId, scope, limit }) => {
      const { accountId } = personOf(caller);
      const query = { accountId, before: seqOfCursor(cursor), appId, scope, limit: limit + 1 };
      const { page, next } = pageOf(await readEntries(sql, query), limit, ({ seq }) => String(seq));
      return { entries: page, ...next };
    }),

    implement(seal, ({ caller }) => {
      const { accountId } = personOf(caller);
      return transaction(sql, async (tx) => {
        const logged = await logHead(tx, log, accountId, clock.now());
        if (logged === null) throw new VecheError('not_found', 'Your ledger has no entries yet.');
        const treeHead = (await readHead(tx))!;
        const path = await withNodes(tx, (read) => inclusionPath(logged.leafIndex, treeHead.treeSize, read));
        return {
          head: { seq: logged.seq, hash: hex(logged.hash), salt: hex(logged.salt) },
          leaf: { index: logged.leafIndex, hash: hex(leafOf(logged)) },
          inclusion: path.map(hex),
          treeHead: toTreeHead(log, treeHead),
          keys: [{ ...publicKeyOf(log.signingKey) }],
        };
      });
    }),
  ];
}
