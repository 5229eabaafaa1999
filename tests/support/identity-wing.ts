import { randomUUID } from 'node:crypto';
import { type AnyMethod, invalidInput, type InputOf, type MethodByName, type OutputOf } from '@veche/contract';
import {
  createIdentity,
  type CodeMessage,
  type IdentityDependencies,
  type SecurityPush,
} from '../../platform/server/identity/index.ts';
import { type BusTopics, createInProcessBus } from '../../platform/server/kernel/bus.ts';
import { createLogWriter } from '../../platform/server/kernel/conversation-log/index.ts';
import type { Sql } from '../../platform/server/kernel/database/sql.ts';
import { createLogger } from '../../platform/server/kernel/logger.ts';
import { createMetrics } from '../../platform/server/kernel/metrics.ts';
import { anonymous, type Caller } from '../../platform/server/kernel/rpc/caller.ts';
import type { CallContext } from '../../platform/server/kernel/rpc/handler.ts';

/** The identity wing alone, on a real database, with a clock that tests move. */
export function createTestIdentity(sql: Sql, options: Partial<IdentityDependencies> = {}) {
  let now = new Date('2026-03-01T12:00:00.000Z').getTime();
  const sent: CodeMessage[] = [];
  const pushed: SecurityPush[] = [];
  const ended: BusTopics['sessionEnded'][] = [];
  const bus = createInProcessBus();
  bus.subscribe('sessionEnded', (message) => ended.push(message));
  const dependencies: IdentityDependencies = {
    sql,
    writer: createLogWriter({ sql, bus, metrics: createMetrics(), projections: [] }),
    tellProfile: () => Promise.resolve(),
    pushSecurity: async (_sql, push) => void pushed.push(push),
    webOrigin: 'https://veche.example',
    bus,
    clock: { now: () => new Date(now) },
    secret: Buffer.alloc(32, 7),
    codeSender: { send: async (message) => void sent.push(message) },
    log: createLogger({ level: 'silent' }),
    developmentMode: true,
    jobs: { add: () => Promise.resolve(), remove: () => Promise.resolve() },
    personalData: () => [],
    deletionGraceDays: 7,
    ...options,
  };
  const wing = createIdentity(dependencies);

  /** Runs a method as the doors do: parses the input, checks the answer against the contract. */
  async function call<N extends AnyMethod['name']>(
    name: N,
    input: InputOf<MethodByName<N>>,
    context: Partial<CallContext> = {},
  ): Promise<OutputOf<MethodByName<N>>> {
    const handler = wing.handlers.find(({ method }) => method.name === name);
    if (handler === undefined) throw new Error(`no handler for ${name}`);
    const parsed = handler.method.input.safeParse(input);
    if (!parsed.success) throw invalidInput(parsed.error);
    const result = await handler.run(
      {
        caller: anonymous,
        requestId: randomUUID(),
        remoteAddress: '192.0.2.1',
        userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0',
        signal: new AbortController().signal,
        ...context,
      },
      parsed.data,
    );
    return handler.method.output.parse(result) as OutputOf<MethodByName<N>>;
  }

  /** A code for the phone, after the wait between two codes. */
  async function freshCode(phone: string): Promise<string> {
    now += 61_000;
    await call('identity.requestCode', { phone }, { remoteAddress: randomUUID() });
    const code = sent.at(-1)?.code;
    if (code === undefined) throw new Error('no code was sent');
    return code;
  }

  /** Signs in by phone and answers who that is. */
  async function signIn(phone: string): Promise<{ token: string; caller: Extract<Caller, { kind: 'person' }> }> {
    const { token } = await call('identity.signIn', { phone, code: await freshCode(phone) });
    if (token === undefined) throw new Error('no token was given');
    const caller = await wing.authenticate(token);
    if (caller.kind !== 'person') throw new Error('a session is of a person');
    return { token, caller };
  }

  return {
    wing,
    dependencies,
    bus,
    call,
    /** One-time codes in the order of sending. */
    sent,
    /** What other devices of accounts were told of the ways in. */
    pushed,
    /** Sessions that were told to have ended. */
    ended,
    now: () => new Date(now),
    /** Lets time pass. */
    pass: (seconds: number): void => {
      now += seconds * 1000;
    },
    freshCode,
    signIn,
    runTask: async (name: string): Promise<void> => {
      const task = wing.tasks?.find((one) => one.name === name);
      if (task === undefined) throw new Error(`no task ${name}`);
      await task.run();
    },
  };
}
