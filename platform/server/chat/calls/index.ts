import { UNKEPT_SECONDS } from '@veche/contract';
import { z } from 'zod';
import type { WingPart } from '../../kernel/wing.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { RING_JOB } from '../notifications/ring.ts';
import { createTicker } from '../ticker.ts';
import { callHandlers } from './methods.ts';
import { deleteOldCalls, readHidesAddress } from './store.ts';
import { endDueCalls } from './sweep.ts';

const EVERY_MS = 1000;

/** Calls of two people: who rings whom, and what their devices tell each other. Sound and picture go past the server. */
export function callsPart(dependencies: ChatDependencies): WingPart {
  const { sql, log, jobs } = dependencies;
  const startedAt = performance.now();
  const ticker = createTicker(
    (signal) => {
      const ringingAlone = performance.now() - startedAt < UNKEPT_SECONDS * 1000;
      return endDueCalls(dependencies, { ringingAlone, signal });
    },
    { everyMs: EVERY_MS, log, name: 'calls' },
  );
  return {
    ...ticker,
    handlers: callHandlers({
      ...dependencies,
      push: ({ tx }, { chatId, callId }) =>
        jobs.add(tx, RING_JOB, { chatId, callId }, { key: `call ${chatId} ${callId}` }),
    }),
    tasks: [{ name: 'purge-calls', schedule: '23 * * * *', run: () => deleteOldCalls(sql) }],
    personalData: [
      {
        name: 'calls',
        given: {
          schema: z.object({ hidesAddress: z.boolean() }),
          read: async (accountId) => ({ hidesAddress: await readHidesAddress(sql, accountId) }),
        },
      },
    ],
  };
}
