import { setTimeout } from 'node:timers/promises';
import { VecheError } from '@veche/contract';
import { badRequest, DialectError } from '../dialect-error.ts';
import type { DialectMethod } from '../method.ts';
import { concernsSelf, toUpdates } from '../update.ts';
import { readAllowedUpdates } from '../update-kinds.ts';

export const getUpdates: DialectMethod = {
  name: 'getUpdates',
  uses: ['offset', 'limit', 'timeout', 'allowed_updates'],
  run: async ({ botId, call, parameters, webOrigin, self, manners, signal }) => {
    const offset = parameters.integer('offset') ?? 0;
    const kinds = readAllowedUpdates(parameters.list('allowed_updates'));
    const { limit, timeoutSeconds } = manners.temper(botId, {
      offset,
      limit: clamp(parameters.integer('limit') ?? 100, 1, 100),
      timeoutSeconds: clamp(parameters.integer('timeout') ?? 0, 0, 50),
    });
    try {
      const wishes = { ...(offset < 0 ? { keepNewest: -offset } : {}), ...(kinds === undefined ? {} : { kinds }) };
      let after = Math.max(0, offset - 1);
      for (;;) {
        const { updates } = await call('bots.getUpdates', { after, limit, timeoutSeconds, ...wishes });
        const bot = updates.some(({ event }) => concernsSelf(event)) ? await self() : null;
        const told = updates.flatMap((update) => toUpdates(update, { webOrigin, bot }));
        const last = updates.at(-1);
        if (told.length > 0 || last === undefined) return told;
        // What the dialect has no word for nobody could confirm.
        after = last.updateId;
      }
    } catch (error) {
      if (!(error instanceof VecheError) || error.code !== 'conflict') throw error;
      await setTimeout(manners.conflictDelay(botId), undefined, { signal }).catch(() => undefined);
      throw new DialectError(409, conflicts[error.field ?? ''] ?? terminated);
    }
  },
};

/** Nothing of a bot stands open here but polls that wait, which a poll that does not wait ends. */
export const close: DialectMethod = {
  name: 'close',
  uses: [],
  run: async ({ call }) => {
    await call('bots.getUpdates', { limit: 1 }).catch((error: unknown) => {
      const isHooked = error instanceof VecheError && error.field === 'webhook';
      throw isHooked ? badRequest('webhook must be deleted before closing') : error;
    });
    return true;
  },
};

const terminated = 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
const conflicts: Readonly<Record<string, string>> = {
  webhook:
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  poll: 'Conflict: terminated by setWebhook request',
};

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
