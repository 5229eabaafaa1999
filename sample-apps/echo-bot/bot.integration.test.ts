import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { plantingBehaviours } from '../../tests/support/planting-bot.ts';
import { startTestServer } from '../../tests/support/server.ts';
import { visitsOn } from '../../tests/support/visit.ts';
import { createEchoBot } from './bot.ts';

const server = await startTestServer();
const owner = await server.person('Ольга');
let bots = 0;

async function register() {
  bots += 1;
  const { bot, token } = await owner.call('bots.register', { username: `planting_${bots}_bot`, name: 'Эхо' });
  return { token, visit: visitsOn(server, bot.account) };
}

test.each(Object.entries(plantingBehaviours))('on a real server: %s', { timeout: 60_000 }, async (_name, behave) => {
  const { token, visit } = await register();
  const bot = createEchoBot({ baseUrl: server.url, token, app: 'hello' });
  const running = bot.start();
  onTestFinished(async () => {
    await bot.stop();
    await running;
  });
  await behave(visit);
});

test(
  'as a program it starts from its settings, and goes on with a request after a restart',
  { timeout: 90_000 },
  async () => {
    const { token, visit } = await register();
    const folder = await mkdtemp(join(tmpdir(), 'veche-echo-bot-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const program = fileURLToPath(new URL('main.ts', import.meta.url));
    const settings = { BOT_TOKEN: token, API_ROOT: `${server.url}/`, STATE_FILE: join(folder, 'state.json') };
    const start = () => {
      const env = { PATH: process.env['PATH'], ...settings };
      const stdio = ['ignore', 'ignore', 'inherit'] as const;
      const child = spawn(process.execPath, ['--conditions=source', program], { env, stdio: [...stdio] });
      const ended = once(child, 'exit');
      onTestFinished(() => void child.kill('SIGKILL'));
      return async () => {
        child.kill('SIGTERM');
        expect(await ended).toEqual([0, null]);
      };
    };
    const alice = await visit('Алиса Соколова', 'ru');
    const [said, timeout] = [async () => (await alice.last()).text, 30_000];

    const end = start();
    await alice.says('/plant');
    await expect.poll(said, { timeout }).toBe('На какой улице сажаем?');
    await alice.says('Садовая');
    await expect.poll(said, { timeout }).toBe('Сколько деревьев, от 1 до 9?');
    await end();
    const endAgain = start();
    await alice.says('3');
    await expect.poll(said, { timeout }).toBe('Садовая, деревьев: 3. Отправить заявку?');
    await endAgain();
  },
);
