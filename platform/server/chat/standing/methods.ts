import {
  BudgetKind,
  dailyBudgets,
  DEFAULT_MAX_BODY_BYTES,
  DEFAULT_PER_MINUTE,
  limits as contract,
  methodList,
} from '@veche/contract';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { readStanding, readUsed } from './standing.ts';

const methodLimits = methodList.map(
  ({ name, perMinute = DEFAULT_PER_MINUTE, maxBodyBytes = DEFAULT_MAX_BODY_BYTES }) => ({
    name,
    perMinute,
    maxBodyBytes,
  }),
);

export function limitHandlers({ sql, clock }: Pick<ChatDependencies, 'sql' | 'clock'>): Handler[] {
  return [
    implement(contract.get, async ({ caller }) => {
      if (caller.kind !== 'person') return { methods: methodLimits };
      const now = clock.now();
      const [{ level, limitedUntil }, used] = await Promise.all([
        readStanding(sql, caller.accountId, now),
        readUsed(sql, caller.accountId, now),
      ]);
      const budgets = BudgetKind.options.map((kind) => {
        const perDay = dailyBudgets[kind][level];
        return { kind, perDay, left: Math.max(0, perDay - (used.get(kind) ?? 0)) };
      });
      const until = limitedUntil === null ? {} : { limitedUntil: limitedUntil.toISOString() };
      return { methods: methodLimits, own: { level, ...until, budgets } };
    }),
  ];
}
