import { identity as contract, VecheError } from '@veche/contract';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { answerSignedIn, openSession, requireTransport } from '../sessions/open.ts';
import { findDemoAccount, readDemoPeople } from './store.ts';

export function demoPeopleHandlers({ sql, bus, clock, developmentMode }: IdentityDependencies): Handler[] {
  const requireDevelopment = (): void => {
    if (!developmentMode) throw new VecheError('not_supported', 'This server has no demo people.');
  };

  return [
    implement(contract.listDemoPeople, async () => {
      requireDevelopment();
      return { people: (await readDemoPeople(sql)).map(({ position: _position, ...person }) => person) };
    }),

    implement(contract.signInAsDemo, async (context, { accountId, device, transport }) => {
      requireDevelopment();
      requireTransport(context, transport);
      const account = await findDemoAccount(sql, accountId);
      if (account === null) throw new VecheError('not_found', 'There is no such demo person.', { field: 'accountId' });
      const now = clock.now();
      const session = await openSession(sql, context, { account, device, now });
      return answerSignedIn(context, transport, { account, isNew: false, now, bus, ...session });
    }),
  ];
}
