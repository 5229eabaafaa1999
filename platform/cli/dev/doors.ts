import { setTimeout as sleep } from 'node:timers/promises';
import type { AppOptions } from '@veche/server';
import { z } from 'zod';
import { type BotCall, botCallOf, isPoll } from './bot-call.ts';
import { refusalOf } from './faults/answers.ts';
import type { FaultDesk } from './faults/desk.ts';
import type { Fault } from './faults/fault.ts';

/** A call of the bot as it was answered. */
export interface AnsweredBotCall extends BotCall {
  /** By the server's clock. */
  readonly at: string;
  readonly status: number;
  readonly milliseconds: number;
  /** What was done wrong to it on purpose. */
  readonly fault?: Fault['kind'];
}

/** Stands before the ports of a server: does wrong what the desk says, and tells of every call of a bot. */
export function createDoors(
  desk: FaultDesk,
  { now, onCall }: { now: () => Date; onCall: (call: AnsweredBotCall) => void },
): NonNullable<AppOptions['around']> {
  return (door, fetch) => async (request, env) => {
    const call = botCallOf(door, request);
    if (call === null) return fetch(request, env);
    const start = performance.now();
    let fault = desk.take(call, (kind) => kind !== 'duplicateUpdates');
    if (fault?.kind === 'slow') {
      await sleep(fault.seconds * 1000, undefined, { signal: request.signal }).catch(() => undefined);
      // Nobody waits for it any more.
      if (request.signal.aborted) return new Response(null, { status: 503 });
    }
    let response = (fault === null ? null : refusalOf(fault, call.dialect)) ?? (await fetch(request, env));
    if (isPoll(call) && response.ok) {
      const twice = await repeated(response.clone(), () => desk.take(call, (kind) => kind === 'duplicateUpdates'));
      if (twice !== null) [fault, response] = [twice.fault, twice.response];
    }
    onCall({
      ...call,
      at: now().toISOString(),
      status: response.status,
      milliseconds: Math.round(performance.now() - start),
      ...(fault === null ? {} : { fault: fault.kind }),
    });
    return response;
  };
}

/** Where the updates of a poll stand: in ours and the MAX dialect, and in the Telegram dialect. */
const Polled = z.looseObject({ updates: z.array(z.unknown()).optional(), result: z.array(z.unknown()).optional() });

/** An answer with each of its updates twice; null when it has none, or no fault meets it. */
async function repeated(
  response: Response,
  take: () => Fault | null,
): Promise<{ fault: Fault; response: Response } | null> {
  const { updates, result, ...rest } = Polled.parse(await response.json());
  const found = updates ?? result ?? [];
  const fault = found.length === 0 ? null : take();
  if (fault === null) return null;
  const twice = found.flatMap((update) => [update, update]);
  const body = { ...rest, ...(updates === undefined ? { result: twice } : { updates: twice }) };
  return { fault, response: Response.json(body, { status: response.status }) };
}
