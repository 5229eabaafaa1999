import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { callHttp } from '../../../tests/support/http.ts';
import { startTarget } from '../../../tests/support/webhook-target.ts';
import { writePlainBot } from '../../../tests/support/plain-bot.ts';
import { startEmulator } from './emulator.ts';
import { freePort } from './free-port.ts';
import { clientId } from './scene.ts';
import { runTimeline } from './timeline/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'veche-emulator-'));
const emulator = await startEmulator({
  file: writePlainBot(folder, 'ECHO'),
  port: await freePort(),
  say: () => undefined,
});
afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});
chmodSync(folder, 0o711);
const { scene, server } = emulator;
const program = emulator.program!;
const { clock } = server;
const HOUR_MS = 3_600_000;
const HEARD = { timeout: 60_000 };

const newest = async () => (await scene.messages('bob', 'direct')).at(-1);
const seconds = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000;

test('the program answers a person, and starts anew when its file changes', { timeout: 120_000 }, async () => {
  await scene.writes('bob', 'direct', 'one');
  await expect.poll(async () => (await newest())?.text, HEARD).toBe('ECHO one');
  const { starts } = program;
  writePlainBot(folder, 'AGAIN');
  await expect.poll(() => program.starts, HEARD).toBeGreaterThan(starts);
  await scene.writes('bob', 'direct', 'two');
  await expect.poll(async () => (await newest())?.text, HEARD).toMatch(/^(ECHO|AGAIN) two$/);
  await scene.writes('bob', 'direct', 'three');
  await expect.poll(async () => (await newest())?.text, HEARD).toBe('AGAIN three');
});

test('the clock takes messages, the database and the process along', async () => {
  const before = { process: clock.now(), at: (await newest())?.at ?? '' };
  await clock.advance(3 * HOUR_MS);
  await scene.writes('bob', 'direct', 'later');
  const at = (await newest())?.at ?? '';
  expect(seconds(before.at, at)).toBeGreaterThan(3 * 3600);
  expect(seconds(before.at, at)).toBeLessThan(4 * 3600);
  expect(clock.now().getTime() - before.process.getTime()).toBeGreaterThanOrEqual(3 * HOUR_MS);
  const [row] = await server.app.sql<{ off: number }[]>`
    select abs(extract(epoch from now() - ${clock.now()}::timestamptz))::float8 as off`;
  expect(row?.off).toBeLessThan(60);
});

test('a scheduled message comes when its time does, and not before', { timeout: 60_000 }, async () => {
  const chatId = await scene.chatOf('vera', 'direct');
  const at = new Date(clock.now().getTime() + 24 * HOUR_MS).toISOString();
  await scene.as('vera')('scheduled.create', { chatId, clientId: clientId(), at, text: 'утром' });
  const own = async () => (await scene.messages('vera', 'direct')).map(({ text }) => text);
  await clock.advance(23 * HOUR_MS);
  await scene.writes('vera', 'direct', 'днём');
  await expect.poll(own).toContain('AGAIN днём');
  expect(await own()).not.toContain('утром');
  await clock.advance(HOUR_MS);
  await expect.poll(own, HEARD).toContain('AGAIN утром');
});

test('a session ends with its age, and the fake people sign in again', { timeout: 60_000 }, async () => {
  const { token } = (await callHttp(server.url, 'identity.signInAsDemo', {
    accountId: server.seeded.people.galina,
    transport: 'token',
  })) as { token: string };
  await callHttp(server.url, 'identity.me', {}, token);
  await clock.advance(366 * 24 * HOUR_MS);
  await expect(callHttp(server.url, 'identity.me', {}, token)).rejects.toMatchObject({ code: 'session_ended' });
  await scene.writes('bob', 'direct', 'a year later');
  await expect.poll(async () => (await newest())?.text, HEARD).toBe('AGAIN a year later');
});

test('who joins a group by the timeline is a member of it, and who has left is none', async () => {
  const members = async () => {
    const chatId = await scene.chatOf('alice', 'club');
    return (await scene.as('alice')('chats.listMembers', { chatId })).members.map(({ account }) => account.name).sort();
  };
  await scene.joins('bob', 'club');
  expect(await members()).toEqual(['Алиса Соколова', 'Борис Волков', 'Мой бот']);
  await scene.leaves('bob', 'club');
  expect(await members()).toEqual(['Алиса Соколова', 'Мой бот']);
});

test('what the bot said before somebody joined is no answer to the joining', { timeout: 60_000 }, async () => {
  const said = async () => (await scene.messages('alice', 'club')).map(({ text }) => text);
  await scene.writes('alice', 'club', '/before');
  await expect.poll(said, HEARD).toContain('AGAIN /before');
  const { bot } = server.seeded;
  const stage = { scene, clock, desk: emulator.desk, botId: bot.accountId, restart: program.restart };
  const within = { do: 'expect', text: 'AGAIN /before', within: 1 } as const;
  const steps = [{ do: 'join', person: 'galina', place: 'club' } as const, within];
  const playing = runTimeline(stage, steps, { told: () => undefined, signal: emulator.ended });
  await expect(playing).rejects.toThrow('the bot said to galina (club): nothing');
});

test(
  'a webhook that fails is asked again as the clock goes on, not after a real minute',
  { timeout: 90_000 },
  async () => {
    await program.stop();
    let attempts = 0;
    const target = await startTarget(() => {
      attempts += 1;
      return { status: 503 };
    });
    await callHttp(server.url, 'bots.setWebhook', { url: target.url }, server.seeded.bot.token);
    await scene.writes('bob', 'direct', 'hook');
    // The pauses double from a second: seven attempts would take a minute.
    const attemptsLater = async () => {
      await clock.advance(150_000);
      return attempts;
    };
    await expect.poll(attemptsLater, { timeout: 30_000, interval: 500 }).toBeGreaterThanOrEqual(7);
  },
);
