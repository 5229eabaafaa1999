import { type AccountId, privacy, type PrivacyRule, PrivacySubject, VecheError } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { implement } from '../../kernel/rpc/handler.ts';
import type { WingPart } from '../../kernel/wing.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { readRules, writeRule } from './store.ts';

const contract = privacy.privacyMethods;
const open: PrivacyRule = { audience: 'everyone', allowedIds: [], deniedIds: [] };

export function privacyPart({ sql, writer }: ChatDependencies): WingPart {
  return {
    handlers: [
      implement(contract.get, async ({ caller }) => {
        const own = new Map((await readRules(sql, accountOf(caller))).map(({ subject, ...rule }) => [subject, rule]));
        const rules = PrivacySubject.options.map((subject) => [subject, own.get(subject) ?? open] as const);
        const named = rules.flatMap(([, { allowedIds, deniedIds }]) => [...allowedIds, ...deniedIds]);
        return {
          rules: Object.fromEntries(rules) as Record<PrivacySubject, PrivacyRule>,
          accounts: await readAccounts(sql, named, accountOf(caller)),
        };
      }),

      implement(contract.set, async ({ caller }, { subject, audience, ...exceptions }) => {
        const accountId = accountOf(caller);
        const known = new Set(
          (await readAccounts(sql, [...exceptions.allowedIds, ...exceptions.deniedIds])).map((one) => one.accountId),
        );
        const rule = {
          audience,
          allowedIds: listOf('allowedIds', exceptions.allowedIds, known),
          deniedIds: listOf('deniedIds', exceptions.deniedIds, known),
        };
        await writer.transact([], async (batch) => {
          if (await writeRule(batch.tx, accountId, subject, rule)) {
            batch.appendAccount(accountId, { kind: 'privacy.changed', subject });
          }
        });
        return { rule };
      }),
    ],
  };
}

function listOf(field: string, ids: readonly AccountId[], known: ReadonlySet<AccountId>): AccountId[] {
  const unknown = ids.findIndex((accountId) => !known.has(accountId));
  if (unknown < 0) return [...new Set(ids)];
  throw new VecheError('not_found', 'There is no such account.', { field: `${field}.${unknown}` });
}
