import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { createAdaptorServer } from '@hono/node-server';
import { VecheError } from '@veche/contract';
import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { streamSSE } from 'hono/streaming';
import { type z, ZodError } from 'zod';
import { type PersonKey, type Place, places } from '../cast.ts';
import type { Emulator } from '../emulator.ts';
import { keepToOwnPage } from './guard.ts';
import { inputs, type OwnChats, type PanelState } from './state.ts';

const page = new URL('page/', import.meta.url);
const files: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'panel.css': 'text/css; charset=utf-8',
  'app-controls.ts': 'text/javascript; charset=utf-8',
  'bridge-calls.ts': 'text/javascript; charset=utf-8',
  'panel.ts': 'text/javascript; charset=utf-8',
  'draw.ts': 'text/javascript; charset=utf-8',
  'journal.ts': 'text/javascript; charset=utf-8',
  'words.ts': 'text/javascript; charset=utf-8',
};
/** Newest of each that are shown. */
const SHOWN = 50;

/** The page to play with a bot, on this machine alone. */
export async function startPanel(emulator: Emulator, origin: string): Promise<{ close(): Promise<void> }> {
  const app = createPanel(emulator, origin);
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await once(server.listen(Number(new URL(origin).port), '127.0.0.1'), 'listening');
  return {
    close: async () => {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}

function createPanel({ scene, server, desk, program, app: underTest, screen, calls }: Emulator, origin: string): Hono {
  const { clock, seeded, url, line } = server;
  const { accountId } = seeded.bot;
  const app = new Hono();
  app.use(keepToOwnPage(origin));
  app.use(async (c, next) => {
    await next();
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
    c.header('Cache-Control', 'no-store');
    const own = "script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";
    c.header(
      'Content-Security-Policy',
      `default-src 'none'; img-src data:; ${own}; form-action 'none'; frame-src ${url}`,
    );
  });
  app.onError((error, c) => {
    if (error instanceof ZodError) {
      const [issue] = error.issues;
      return c.json({ error: `${issue?.path.join('.')}: ${issue?.message}` }, 400);
    }
    if (error instanceof SyntaxError) return c.json({ error: 'The body is not JSON.' }, 400);
    return c.json({ error: error.message }, error instanceof VecheError ? 400 : 500);
  });

  /** A change that the page asks for, and what it answers. */
  const on = <Name extends keyof typeof inputs>(
    name: Name,
    act: (input: z.output<(typeof inputs)[Name]>, c: Context) => Promise<object | void> | object | void,
  ) => {
    app.post(`/control/${name}`, async (c) => {
      const input = inputs[name].parse(await c.req.json()) as z.output<(typeof inputs)[Name]>;
      return c.json((await act(input, c)) ?? {});
    });
  };
  const chatsOf = async (person: PersonKey): Promise<OwnChats> => {
    const { chats } = await scene.as(person)('chats.list', {});
    const own: Partial<Record<Place, number>> = {};
    for (const place of places) {
      const chatId = await scene.chatOf(person, place);
      if (place === 'direct' || chats.some((chat) => chat.chatId === chatId)) own[place] = chatId;
    }
    return own;
  };

  app.get('/control/state', async (c) => {
    const { updates } = await scene.as('dmitry')('bots.listUpdates', { accountId, limit: SHOWN });
    const { accounts } = await scene.as('alice')('identity.getAccounts', { accountIds: Object.values(seeded.people) });
    const state: PanelState = {
      people: scene.people.map((key) => ({
        key,
        name: accounts.find((one) => one.accountId === seeded.people[key])?.name ?? key,
      })),
      webUrl: url,
      now: clock.now().toISOString(),
      faults: desk.list(),
      calls: calls().slice(-SHOWN).toReversed(),
      updates,
      starts: program?.starts ?? 0,
      hasBot: program !== null,
      app: underTest?.state ?? null,
      look: screen.look,
      line: { latencyMs: line.latencyMs, isCut: line.isCut },
    };
    return c.json(state);
  });
  // Says that the app is another one now; what it is, the state tells.
  app.get('/control/changes', (c) =>
    streamSSE(c, async (stream) => {
      const told = (): void => void stream.writeSSE({ data: 'changed' });
      told();
      const stop = underTest?.follow(told);
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      stop?.();
    }),
  );
  on('person', async ({ person }, c) => {
    // Cookies have no ports: the shell in the frame, on another port of this host, is signed in by it.
    const kept = { prefix: 'host', secure: true, httpOnly: true, sameSite: 'Lax', path: '/' } as const;
    setCookie(c, 'session', await scene.signIn(person), kept);
    return chatsOf(person);
  });
  on('join', async ({ person, place }) => {
    await scene.joins(person, place);
    return chatsOf(person);
  });
  on('leave', async ({ person, place }) => {
    await scene.leaves(person, place);
    return chatsOf(person);
  });
  on('clock', ({ minutes }) => clock.advance(minutes * 60_000));
  on('fault', ({ fault }) => void desk.add(fault));
  on('heal', ({ faultId }) => desk.remove(faultId));
  on('restart', () => program?.restart());
  on('look', (look) => void (screen.look = look));
  on('line', ({ latencyMs, isCut }) => {
    line.latencyMs = latencyMs;
    line.isCut = isCut;
  });
  on('update', ({ updateId }) => {
    const form = calls().at(-1)?.dialect ?? 'veche';
    return scene.as('dmitry')('bots.readUpdate', { accountId, updateId, form });
  });

  app.get('/:file{.*}', async (c) => {
    const name = c.req.param('file') === '' ? 'index.html' : c.req.param('file');
    const type = files[name];
    if (type === undefined) return c.text('Not found', 404);
    const text = await readFile(new URL(name, page), 'utf8');
    return c.body(name.endsWith('.ts') ? stripTypeScriptTypes(text) : text, 200, { 'Content-Type': type });
  });
  return app;
}
