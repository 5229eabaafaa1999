import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { type BenchContext, percentile } from '../bench.ts';
import type { BenchPerson } from '../veche/people.ts';
import { connectPerson, type VecheProcess } from '../veche/veche.ts';
import { type BenchBot, beginTalk, makeBot } from './bot.ts';
import { createClient, type HttpClient } from '../load/http.ts';

interface Update {
  readonly update_id: number;
  readonly message?: { readonly chat: { readonly id: number }; readonly text?: string };
}

/** Words that nothing else says, so that the answer is told from what was asked. */
const asked = (round: number) => `вопрос-${round}.`;
const answered = (text: string) => text.replace('вопрос', 'ответ');

async function answer(bot: BenchBot, client: HttpClient, { message }: Update): Promise<void> {
  if (message?.text === undefined) return;
  await bot.api(client, 'sendMessage', { chat_id: message.chat.id, text: answered(message.text) });
}

/** A bot that polls until it is stopped. */
function startPolling({ port }: VecheProcess, bot: BenchBot) {
  const client = createClient(port, 2);
  let isOver = false;
  const polling = (async () => {
    let offset = 0;
    while (!isOver) {
      for (const update of await bot.api<Update[]>(client, 'getUpdates', { offset, timeout: 20 })) {
        offset = update.update_id + 1;
        await answer(bot, client, update);
      }
    }
  })().catch((error: unknown) => {
    if (!isOver) throw error;
  });
  return async () => {
    isOver = true;
    client.close();
    await polling;
  };
}

/** A bot that takes its updates on a port of this machine. */
async function startHooked({ port }: VecheProcess, bot: BenchBot) {
  const client = createClient(port, 2);
  const server = createServer((request, response) => {
    void json(request).then((update) => {
      response.end();
      return answer(bot, client, update as Update);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  await bot.api(client, 'setWebhook', { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
  return async () => {
    await bot.api(client, 'deleteWebhook', {});
    client.close();
    server.closeAllConnections();
    server.close();
  };
}

/** From the send of a person to the arrival of the bot's answer at the person's socket, one after another. */
export async function measureEcho(
  { defer }: Pick<BenchContext, 'defer'>,
  veche: VecheProcess,
  person: BenchPerson,
  { way, rounds }: { way: 'polling' | 'webhook'; rounds: number },
): Promise<{ p50Ms: number; p99Ms: number }> {
  const bot = await makeBot(veche, person, `echo_${way}`);
  const client = await connectPerson(veche.port, person, await beginTalk(veche, person, bot));
  const stop = way === 'polling' ? startPolling(veche, bot) : await startHooked(veche, bot);
  let isStopped = false;
  const end = async () => {
    if (isStopped) return;
    isStopped = true;
    await stop();
    client.close();
  };
  defer(end);
  const times: number[] = [];
  const WARM_UP = 20;
  for (let round = 0; round < WARM_UP + rounds; round += 1) {
    const begin = performance.now();
    const came = new Promise<void>((resolve) =>
      client.listen((bytes) => bytes.includes(answered(asked(round))) && resolve()),
    );
    client.say(asked(round));
    await came;
    if (round >= WARM_UP) times.push(performance.now() - begin);
  }
  await end();
  return { p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) };
}
