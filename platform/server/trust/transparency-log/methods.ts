import { accessLedger as contract, VecheError } from '@veche/contract';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { TrustDependencies } from '../dependencies.ts';
import { type LogIdentity, toTreeHead } from './append.ts';
import { consistencyProof, inclusionPath } from './merkle.ts';
import { type HeadRow, readHead, readLeaves, withNodes } from './store.ts';

export function transparencyHandlers({ sql }: TrustDependencies, log: LogIdentity): Handler[] {
  const { getHead, getInclusion, getConsistency, listLeaves } = contract.transparencyMethods;

  const headOf = async (treeSize: number, field: string): Promise<HeadRow> => {
    const head = await readHead(sql, treeSize);
    if (head === null) throw new VecheError('not_found', 'The log has no head of this size.', { field });
    return head;
  };

  return [
    implement(getHead, async () => {
      const head = await readHead(sql);
      return head === null ? {} : { treeHead: toTreeHead(log, head) };
    }),

    implement(getInclusion, async (_context, { leafIndex, treeSize }) => {
      await headOf(treeSize, 'treeSize');
      if (leafIndex >= treeSize) {
        throw new VecheError('not_found', 'The log of this size has no such leaf.', { field: 'leafIndex' });
      }
      const path = await withNodes(sql, (read) => inclusionPath(leafIndex, treeSize, read));
      const [leaf] = await readLeaves(sql, leafIndex, 1);
      return { leafHash: leaf!.toString('hex'), path: path.map((hash) => hash.toString('hex')) };
    }),

    implement(getConsistency, async (_context, { fromSize, toSize }) => {
      if (fromSize > toSize) {
        throw new VecheError('invalid_input', 'fromSize: is larger than toSize', { field: 'fromSize' });
      }
      const [from, to] = [await headOf(fromSize, 'fromSize'), await headOf(toSize, 'toSize')];
      const proof = await withNodes(sql, (read) => consistencyProof(fromSize, toSize, read));
      return {
        from: toTreeHead(log, from),
        to: toTreeHead(log, to),
        proof: proof.map((hash) => hash.toString('hex')),
      };
    }),

    implement(listLeaves, async (_context, { from, limit }) => ({
      leaves: (await readLeaves(sql, from, limit)).map((hash) => hash.toString('hex')),
    })),
  ];
}
