import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AccountId, AnyMethod, ClientId, InputOf, MethodByName, OutputOf, SessionId } from '@veche/contract';
import { insertAccount } from '../../platform/server/identity/index.ts';
import { newId } from '../../platform/server/kernel/ids.ts';
import { createLogger } from '../../platform/server/kernel/logger.ts';
import { type App, type AppOptions, createApp } from '@veche/server';

import { afterAll } from 'vitest';
import { cloneTemplate } from '../setup/database.ts';
import { callHttp, freePort } from './http.ts';

export type Call = <N extends AnyMethod['name']>(
  method: N,
  input: InputOf<MethodByName<N>>,
) => Promise<OutputOf<MethodByName<N>>>;

/** A named person of a test, who can call methods in-process and over HTTP. */
export interface TestPerson {
  readonly accountId: AccountId;
  readonly name: string;
  readonly phone: string;
  /** Through the dispatcher, as a signed-in person. */
  readonly call: Call;
  /** A bearer token of a real session. */
  token(): Promise<string>;
  /** Through `POST /api/<method>` with a bearer token. */
  readonly http: Call;
}

export interface TestServer {
  readonly app: App;
  readonly url: string;
  readonly port: number;
  /** One-time codes that were sent, newest last. */
  readonly codes: { phone: string; code: string }[];
  readonly connectionString: string;
  person(name: string): Promise<TestPerson>;
  close(): Promise<void>;
}

/** A fresh id for an idempotent act. */
export const clientId = (): ClientId => randomUUID() as ClientId;

/** The whole server on a free port with a database of its own; closed after the file's last test. */
export async function startTestServer(options: Partial<AppOptions> & { keepOpen?: boolean } = {}): Promise<TestServer> {
  const database = await cloneTemplate();
  const dataFolder = await mkdtemp(join(tmpdir(), 'veche-test-'));
  const codes: { phone: string; code: string }[] = [];
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const app = await createApp({
    database: { ...database.connection, max: 10 },
    connectionString: database.connectionString,
    dataFolder,
    secret: randomBytes(32),
    webOrigin: url,
    mode: 'development',
    codeSender: {
      send: (message) => {
        codes.push(message);
        return Promise.resolve();
      },
    },
    log: createLogger({ level: process.env['VECHE_TEST_LOG'] ?? 'error' }),
    shellFolder: fileURLToPath(new URL('../../web-shell/dist', import.meta.url)),
    checkOutputs: true,
    limitFactor: 100,
    ...options,
  });
  await app.start();
  await app.listen(port);

  let people = 0;
  const server: TestServer = {
    app,
    url,
    port,
    codes,
    connectionString: database.connectionString,
    person: async (name) => {
      people += 1;
      const accountId = newId<AccountId>();
      const phone = `+7999${String(1_000_000 + people).padStart(7, '0')}`;
      await insertAccount(app.sql, { accountId, kind: 'person', name, phone, isDemo: true });
      return createPerson({ app, url, accountId, name, phone });
    },
    close: async () => {
      await app.close();
      await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
  if (options.keepOpen !== true) afterAll(() => server.close());
  return server;
}

function createPerson(base: { app: App; url: string; accountId: AccountId; name: string; phone: string }): TestPerson {
  const { app, url, accountId } = base;
  const sessionId = randomUUID() as SessionId;
  const call = async (method: string, input: unknown) => {
    const context = {
      caller: { kind: 'person', accountId, sessionId } as const,
      requestId: randomUUID(),
      remoteAddress: '127.0.0.1',
      userAgent: 'test',
      signal: new AbortController().signal,
    };
    return app.dispatcher.call(context, method, input);
  };
  let token: Promise<string> | undefined;
  const person = {
    accountId,
    name: base.name,
    phone: base.phone,
    call: call as Call,
    token: () =>
      (token ??= callHttp(url, 'identity.signInAsDemo', { accountId, transport: 'token' }).then(
        (answer) => (answer as { token: string }).token,
      )),
    http: (async (method: string, input: unknown) => callHttp(url, method, input, await person.token())) as Call,
  };
  return person;
}
