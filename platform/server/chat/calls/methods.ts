import {
  type AccountId,
  calls,
  type ChatId,
  type ClientId,
  type IceSettings,
  UNKEPT_SECONDS,
  VecheError,
} from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import type { Caller } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { hasRelay, iceSettingsOf } from './ice.ts';
import { isOver, noSuchCall, notAnswered, onAnotherDevice, onlyTheCalled, outcomeOf, stateOf } from './rules.ts';
import { sessionOf, tellCall, toCall } from './show.ts';
import { answer, end, start } from './steps.ts';
import { type CallRow, keepCall, readCall, readCallOf, readHidesAddress, writeHidesAddress } from './store.ts';

const contract = calls.callMethods;

type Dependencies = Pick<ChatDependencies, 'sql' | 'writer' | 'bus' | 'clock' | 'ice'> & {
  /** Tells devices without an open page, after the transaction it is called in. */
  push(batch: Batch, row: CallRow): Promise<void>;
};

export function callHandlers(dependencies: Dependencies): Handler[] {
  const { sql, writer, bus, clock } = dependencies;

  const iceFor = async (accountId: AccountId, { callId }: CallRow): Promise<IceSettings> => {
    const hidesAddress = await readHidesAddress(sql, accountId);
    return iceSettingsOf(dependencies.ice, { name: callId, hidesAddress, now: clock.now() });
  };
  /** Changes a call of the account with its chat locked; all devices are told when `change` answers another row. */
  const change = async (
    accountId: AccountId,
    { chatId, callId }: { chatId: ChatId; callId: ClientId },
    to: (batch: Batch, row: CallRow) => Promise<CallRow>,
  ): Promise<CallRow> => {
    const [before, row] = await writer.transact([chatId], async (batch) => {
      const found = await readCall(batch.tx, { chatId, callId, accountId });
      if (found === null) throw noSuchCall();
      const changed = await to(batch, found);
      // Taken or turned down: it rings no more.
      if (changed !== found && stateOf(found) === 'ringing') await dependencies.push(batch, changed);
      return [found, changed] as const;
    });
    if (row !== before) await tellCall({ sql, bus }, row);
    return row;
  };

  return [
    implement(contract.start, async ({ caller }, { chatId, clientId: callId, media }) => {
      const device = deviceOf(caller);
      const { row, isNew } = await writer.transact([chatId], async (batch) => {
        const known = await readCall(batch.tx, { chatId, callId, accountId: device.accountId });
        const begun = await start(batch, device, { chatId, callId, media });
        if (known === null) await dependencies.push(batch, begun);
        return { row: begun, isNew: known === null };
      });
      if (isNew) await tellCall({ sql, bus }, row);
      const { accountId } = device;
      return { call: await toCall(sql, row, accountId), ice: await iceFor(accountId, row) };
    }),

    implement(contract.accept, async ({ caller }, place) => {
      const { accountId, sessionId } = deviceOf(caller);
      const row = await change(accountId, place, async (batch, found) => {
        if (found.calleeId !== accountId) throw onlyTheCalled();
        const state = stateOf(found);
        if (state === 'ended') throw isOver();
        if (state === 'ringing') return answer(batch, found, sessionId);
        if (found.calleeSession !== sessionId) throw onAnotherDevice();
        return found;
      });
      return { call: await toCall(sql, row, accountId), ice: await iceFor(accountId, row) };
    }),

    implement(contract.decline, async ({ caller }, place) => {
      const { accountId } = deviceOf(caller);
      const row = await change(accountId, place, async (batch, found) => {
        if (found.calleeId !== accountId) throw onlyTheCalled();
        const state = stateOf(found);
        if (state === 'active') throw onAnotherDevice();
        return state === 'ringing' ? end(batch, found, 'declined') : found;
      });
      return { call: await toCall(sql, row, accountId) };
    }),

    implement(contract.end, async ({ caller }, place) => {
      const { accountId } = deviceOf(caller);
      const row = await change(accountId, place, async (batch, found) =>
        stateOf(found) === 'ended' ? found : end(batch, found, outcomeOf(found, accountId)),
      );
      return { call: await toCall(sql, row, accountId) };
    }),

    implement(contract.keep, async ({ caller }, place) => {
      const { accountId, sessionId } = deviceOf(caller);
      await keepCall(sql, place, { sessionId, seconds: UNKEPT_SECONDS });
      const row = await readCall(sql, { ...place, accountId });
      if (row === null) throw noSuchCall();
      return { call: await toCall(sql, row, accountId) };
    }),

    implement(contract.signal, async ({ caller }, { signal, ...place }) => {
      const { accountId, sessionId } = deviceOf(caller);
      const row = await readCall(sql, { ...place, accountId });
      if (row === null) throw noSuchCall();
      const state = stateOf(row);
      if (state !== 'active') throw state === 'ended' ? isOver() : notAnswered();
      if (sessionOf(row, accountId) !== sessionId) throw onAnotherDevice();
      const peerId = accountId === row.callerId ? row.calleeId : row.callerId;
      const peerSession = sessionOf(row, peerId);
      if (peerSession !== null)
        bus.publish('told', { accountId: peerId, sessionId: peerSession, frame: { t: 'signal', ...place, signal } });
      return {};
    }),

    implement(contract.current, async ({ caller }) => {
      const { accountId, sessionId } = deviceOf(caller);
      const row = await readCallOf(sql, accountId);
      if (row === null) return {};
      const call = await toCall(sql, row, accountId);
      // Keys to relays are for the device that has the call.
      return call.sessionId === sessionId ? { call, ice: await iceFor(accountId, row) } : { call };
    }),

    implement(contract.getSettings, async ({ caller }) => ({
      hidesAddress: await readHidesAddress(sql, deviceOf(caller).accountId),
      hasRelay: hasRelay(dependencies.ice),
    })),

    implement(contract.setSettings, async ({ caller }, { hidesAddress }) => {
      await writeHidesAddress(sql, deviceOf(caller).accountId, hidesAddress);
      return { hidesAddress };
    }),
  ];
}

/** Calls are on devices of people, and a device is a session. */
function deviceOf(caller: Caller): Extract<Caller, { kind: 'person' }> {
  if (caller.kind !== 'person') throw new VecheError('forbidden', 'Only people call each other.');
  return caller;
}
