import { organisations as contract, type Verification, VecheError } from '@veche/contract';
import { insertModeratorAct, requireModerator } from '../../chat/index.ts';
import { readAccounts } from '../../identity/index.ts';
import { personOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { noSuchOrganisation, requirePlace } from '../access.ts';
import type { OrganisationsDependencies } from '../dependencies.ts';
import { readRoleIn } from '../members/store.ts';
import { readOne } from '../methods.ts';
import { checkNames } from '../rules.ts';
import { lockOrganisation, toOrganisation } from '../store.ts';
import { type Decision, readQueue, setDecision, setWaiting } from './store.ts';

/** What has to be so before a decision. */
const decidedFrom: Readonly<Record<Decision['outcome'], Verification>> = {
  verified: 'waiting',
  refused: 'waiting',
  withdrawn: 'verified',
};

export function verificationHandlers({ sql, clock, moderatorPhones }: OrganisationsDependencies): Handler[] {
  return [
    implement(contract.requestVerification, async ({ caller }, { organisationId, text }) => {
      const { accountId } = personOf(caller);
      return sql.begin(async (tx) => {
        const { organisation } = await requirePlace(tx, { organisationId, accountId }, 'owner');
        if (organisation.verification === 'verified') throw conflict('It is verified already.');
        await setWaiting(tx, { organisationId, request: text, requestedBy: accountId }, clock.now());
        return { organisation: await readOne(tx, accountId, organisationId) };
      });
    }),

    implement(contract.queue, async ({ caller }, { state }) => {
      const { accountId } = personOf(caller);
      await requireModerator(sql, accountId, moderatorPhones);
      const rows = await readQueue(sql, state);
      const accounts = await readAccounts(
        sql,
        rows.flatMap(({ ownerIds }) => ownerIds),
        accountId,
      );
      return {
        organisations: rows.map(({ ownerIds, ...row }) => ({
          ...toOrganisation(row),
          request: row.request ?? '',
          askedAt: row.askedAt!.toISOString(),
          owners: accounts.filter((account) => ownerIds.includes(account.accountId)),
        })),
      };
    }),

    implement(contract.decide, async ({ caller }, { organisationId, askedAt, outcome, note, officialNames = null }) => {
      const moderatorId = personOf(caller).accountId;
      await requireModerator(sql, moderatorId, moderatorPhones);
      if (officialNames !== null) checkNames(officialNames, 'officialNames', 'moderator');
      return sql.begin(async (tx) => {
        const before = await lockOrganisation(tx, organisationId);
        if (before === null) throw noSuchOrganisation();
        // Nobody reviews what is one's own.
        if ((await readRoleIn(tx, organisationId, moderatorId)) !== null)
          throw new VecheError('forbidden', 'Another moderator decides on your organisation.');
        if (before.verification === 'waiting' && before.askedAt?.toISOString() !== askedAt)
          throw conflict('It was changed since you read it: read it again.');
        if (before.verification !== decidedFrom[outcome])
          throw conflict(`This is not for an organisation whose verification is ${before.verification}.`);
        const at = clock.now();
        await setDecision(tx, { organisationId, outcome, note, officialNames }, at);
        await insertModeratorAct(tx, {
          ...{ moderatorId, kind: `organisation.${outcome}`, note: `${before.slug}: ${note}`, at },
          ...{ chatId: null, targetId: null },
        });
        const after = await lockOrganisation(tx, organisationId);
        if (after === null) throw noSuchOrganisation();
        return { organisation: toOrganisation(after) };
      });
    }),
  ];
}

function conflict(message: string): VecheError {
  return new VecheError('conflict', message, { field: 'organisationId' });
}
