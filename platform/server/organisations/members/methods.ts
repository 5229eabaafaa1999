import { organisations as contract, type OrganisationId, VecheError } from '@veche/contract';
import { allows, readAccounts } from '../../identity/index.ts';
import type { Tx } from '../../kernel/database/sql.ts';
import { numbersOfCursor, pageOf } from '../../kernel/paging.ts';
import { personOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { noSuchOrganisation, requirePlace } from '../access.ts';
import type { OrganisationsDependencies } from '../dependencies.ts';
import { declinedSince, isAtLeast } from '../rules.ts';
import { countOwned, lockOrganisation } from '../store.ts';
import {
  countInvitations,
  countPeople,
  deleteMember,
  findMember,
  hasDeclined,
  insertMember,
  type MemberRow,
  noteDeclined,
  readPeople,
  readRoleIn,
  setJoined,
  setRole,
} from './store.ts';

export function memberHandlers({ sql, clock, endWindows }: OrganisationsDependencies): Handler[] {
  return [
    implement(contract.listMembers, async ({ caller }, { organisationId, cursor, limit }) => {
      const { accountId } = personOf(caller);
      const role = await readRoleIn(sql, organisationId, accountId);
      if (role === null) throw noSuchOrganisation();
      const isLeadOnly = !isAtLeast(role, 'admin');
      const after = numbersOfCursor(cursor, 2);
      const rows = await readPeople(sql, { organisationId, isLeadOnly, after, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, (last) => `${last.rank}_${last.accountId}`);
      const accounts = await readAccounts(
        sql,
        page.map((row) => row.accountId),
        accountId,
      );
      const byId = new Map(accounts.map((account) => [account.accountId, account]));
      const members = page.flatMap((row) => {
        const account = byId.get(row.accountId);
        return account === undefined ? [] : [{ account, role: row.role, isInvited: row.joinedAt === null }];
      });
      return { members, ...next };
    }),

    implement(contract.invite, async ({ caller }, { organisationId, accountId }) => {
      const actorId = personOf(caller).accountId;
      return sql.begin(async (tx) => {
        await requirePlace(tx, { organisationId, accountId: actorId }, 'admin');
        const [person] = await readAccounts(tx, [accountId]);
        if (person?.kind !== 'person') throw noSuchPerson();
        if ((await findMember(tx, organisationId, accountId)) !== null) return { changed: false };
        const open = await allows(tx, { ownerIds: [accountId], viewerId: actorId, what: 'addToChats' });
        if (!open.has(accountId) || (await hasDeclined(tx, organisationId, accountId, declinedSince(clock.now()))))
          throw new VecheError('forbidden', 'This person cannot be invited by you.', { field: 'accountId' });
        if ((await countPeople(tx, organisationId)).people >= contract.MAX_ORGANISATION_MEMBERS)
          throw conflict(`An organisation has up to ${contract.MAX_ORGANISATION_MEMBERS} people here.`);
        if ((await countInvitations(tx, accountId)) >= contract.MAX_INVITATIONS)
          throw conflict('Too many invitations wait for this person.');
        await insertMember(tx, organisationId, { accountId, role: 'member', joinedAt: null });
        return { changed: true };
      });
    }),

    implement(contract.answer, async ({ caller }, { organisationId, isAccepted }) => {
      const { accountId } = personOf(caller);
      return sql.begin(async (tx) => {
        await lockOrganisation(tx, organisationId);
        const member = await findMember(tx, organisationId, accountId);
        if (member === null || (member.joinedAt !== null && !isAccepted)) throw noSuchOrganisation();
        if (member.joinedAt !== null) return { changed: false };
        if (isAccepted) await setJoined(tx, organisationId, accountId, clock.now());
        else {
          await deleteMember(tx, organisationId, accountId);
          await noteDeclined(tx, organisationId, accountId, clock.now());
        }
        return { changed: true };
      });
    }),

    implement(contract.leave, async ({ caller }, { organisationId }) => {
      const { accountId } = personOf(caller);
      await sql.begin(async (tx) => {
        const { role } = await requirePlace(tx, { organisationId, accountId }, 'member');
        if (role === 'owner') await requireOtherOwner(tx, organisationId);
        await deleteMember(tx, organisationId, accountId);
      });
      await endWindows(organisationId, accountId);
      return {};
    }),

    implement(contract.remove, async ({ caller }, { organisationId, accountId }) => {
      const actorId = personOf(caller).accountId;
      const isGone = await sql.begin(async (tx) => {
        const { role } = await requirePlace(tx, { organisationId, accountId: actorId }, 'admin');
        if (accountId === actorId) throw conflict('Leave the organisation instead.');
        const member = await findMember(tx, organisationId, accountId);
        if (member === null) return false;
        if (member.role === 'owner') throw notOverOwners();
        if (member.role === 'admin' && role !== 'owner')
          throw new VecheError('forbidden', 'Only an owner removes admins.', { field: 'accountId' });
        await deleteMember(tx, organisationId, accountId);
        return true;
      });
      if (isGone) await endWindows(organisationId, accountId);
      return { changed: isGone };
    }),

    implement(contract.setRole, async ({ caller }, { organisationId, accountId, role }) => {
      const actorId = personOf(caller).accountId;
      return sql.begin(async (tx) => {
        await requirePlace(tx, { organisationId, accountId: actorId }, 'owner');
        const member: MemberRow | null = await findMember(tx, organisationId, accountId);
        if (member?.joinedAt == null) throw noSuchPerson();
        if (member.role === role) return { changed: false };
        if (role === 'owner' && (await countOwned(tx, accountId)) >= contract.MAX_OWN_ORGANISATIONS)
          throw new VecheError('conflict', `One person owns up to ${contract.MAX_OWN_ORGANISATIONS} organisations.`, {
            field: 'accountId',
          });
        if (member.role === 'owner') {
          if (accountId !== actorId) throw notOverOwners();
          await requireOtherOwner(tx, organisationId);
        }
        await setRole(tx, organisationId, { accountId, role });
        return { changed: true };
      });
    }),
  ];
}

async function requireOtherOwner(tx: Tx, organisationId: OrganisationId): Promise<void> {
  if ((await countPeople(tx, organisationId)).owners > 1) return;
  throw new VecheError('conflict', 'The last owner stays: make somebody else an owner first.', {
    field: 'organisationId',
  });
}

function notOverOwners(): VecheError {
  return new VecheError('forbidden', 'An owner gives up the role themself.', { field: 'accountId' });
}

function noSuchPerson(): VecheError {
  return new VecheError('not_found', 'There is no such person here.', { field: 'accountId' });
}

function conflict(message: string): VecheError {
  return new VecheError('conflict', message, { field: 'accountId' });
}
