import { VecheError } from '@veche/contract';
import { readConfirmedId } from '../../../delivery/queue.ts';
import { optionalInteger, optionalNames } from '../fields.ts';
import { notAllowed } from '../max-error.ts';
import { defineOperation } from '../operation.ts';
import { toUpdates } from '../update.ts';
import { kindsFor, readTypes } from '../update-types.ts';

const USUAL_SECONDS = 30;
const LONGEST_SECONDS = 90;
/** The longest that the contract lets one poll wait, and the most it gives. */
const ONE_POLL_SECONDS = 50;
const ONE_POLL_UPDATES = 100;

/** A marker is the number of the next update to read: what stands before it is confirmed, and it is never 0. */
export const getUpdates = defineOperation({
  verb: 'GET',
  path: '/updates',
  input: { limit: optionalInteger, timeout: optionalInteger, marker: optionalInteger, types: optionalNames },
  run: async (call, given) => {
    const { botId, sql, links, webOrigin, signal } = call;
    const types = readTypes(given.types);
    const limit = clamp(given.limit ?? ONE_POLL_UPDATES, 1, ONE_POLL_UPDATES);
    const deadline = performance.now() + clamp(given.timeout ?? USUAL_SECONDS, 0, LONGEST_SECONDS) * 1000;
    const bot = await call.self();
    let marker = Math.max(1, given.marker ?? 0);
    for (;;) {
      const left = Math.max(0, Math.ceil((deadline - performance.now()) / 1000));
      const poll = { after: marker - 1, limit, timeoutSeconds: Math.min(left, ONE_POLL_SECONDS) };
      const { updates } = await call.call('bots.getUpdates', { ...poll, kinds: kindsFor(types) }).catch(refusePoll);
      marker = (updates.at(-1)?.updateId ?? marker - 1) + 1;
      const told = updates.flatMap((update) => toUpdates(update, { bot, links, webOrigin, types }));
      // What the dialect has no word for ends no poll.
      if (told.length === 0 && performance.now() < deadline && !signal.aborted) {
        // A poll is told of another token while it waits, not between two.
        await call.requireToken();
        continue;
      }
      return { updates: told, marker: Math.max(marker, (await readConfirmedId(sql, botId)) + 1) };
    }
  },
});

function refusePoll(error: unknown): never {
  if (error instanceof VecheError && error.code === 'conflict') throw notAllowed(error.message);
  throw error;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
