import {
  notifications as contract,
  type PushPayload,
  type SessionId,
  type AccountId,
  VecheError,
} from '@veche/contract';
import { readCorrespondents } from '../../identity/index.ts';
import type { Caller } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { NotifyDependencies } from './notify.ts';
import {
  deleteSubscription,
  putSubscription,
  readOverrides,
  readSettings,
  readSubscription,
  writeSettings,
} from './store.ts';
import { testWords } from './words.ts';

export function notificationHandlers(dependencies: NotifyDependencies, publicKey: string): Handler[] {
  const { sql, clock } = dependencies;
  return [
    implement(contract.getKey, () => ({ publicKey })),
    implement(contract.subscribe, async ({ caller }, { endpoint, keys }) => {
      await putSubscription(sql, { ...deviceOf(caller), endpoint, ...keys }, clock.now());
      return {};
    }),
    implement(contract.unsubscribe, async ({ caller }) => ({
      changed: await deleteSubscription(sql, deviceOf(caller)),
    })),
    implement(contract.test, async ({ caller }) => {
      const device = deviceOf(caller);
      const subscription = await readSubscription(sql, device);
      if (subscription === null) throw new VecheError('not_found', 'This device is not subscribed to pushes.');
      const person = (await readCorrespondents(sql, [device.accountId])).get(device.accountId);
      const words = testWords[person?.language ?? 'ru'];
      const payload: PushPayload = { v: 1, tag: 'test', ...words };
      const { state, status } = await dependencies.delivery.deliver(subscription, payload);
      return { delivered: state === 'arrived', ...(status === undefined ? {} : { status }) };
    }),
    implement(contract.getSettings, async ({ caller }) => {
      const device = deviceOf(caller);
      const [settings, subscription] = await Promise.all([
        readSettings(sql, device.accountId),
        readSubscription(sql, device),
      ]);
      return { settings, subscribed: subscription !== null };
    }),
    implement(contract.setSettings, async ({ caller }, { quietHours, ...changes }) => {
      const { accountId } = deviceOf(caller);
      return sql.begin(async (tx) => {
        await tx`select from account where account_id = ${accountId} for update`;
        const { quietHours: before, ...others } = await readSettings(tx, accountId);
        const hours = quietHours === undefined ? before : (quietHours ?? undefined);
        const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
        const settings = { ...others, ...given, ...(hours === undefined ? {} : { quietHours: hours }) };
        await writeSettings(tx, accountId, settings);
        return { settings };
      });
    }),
    implement(contract.listOverrides, async ({ caller }, { limit }) => {
      const rows = await readOverrides(sql, deviceOf(caller).accountId, limit);
      return { overrides: rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })) };
    }),
  ];
}

/** Pushes go to devices of people, and a device is a session. */
function deviceOf(caller: Caller): { accountId: AccountId; sessionId: SessionId } {
  if (caller.kind !== 'person') throw new VecheError('forbidden', 'Only people get pushes.');
  return caller;
}
