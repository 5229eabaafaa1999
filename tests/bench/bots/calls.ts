import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ChatId } from '@veche/contract';
import { freePort } from '../../support/http.ts';
import type { BenchContext } from '../bench.ts';
import type { Contender } from '../load/calls.ts';
import { startNode, stopNode } from '../veche/veche.ts';
import type { BenchBot } from './bot.ts';

const TEXT = 'Соберёмся в субботу у третьего подъезда, возьмите перчатки и вёдра, чай за нами.';

/** A bare route in a process of its own. */
export async function startBareRoute({ defer }: Pick<BenchContext, 'defer'>): Promise<Contender> {
  const child = startNode(new URL('bare-route.ts', import.meta.url));
  defer(() => stopNode(child));
  const port = await freePort();
  child.send({ port });
  await once(child, 'message');
  return {
    name: 'bareRoute',
    port,
    pids: [child.pid ?? 0],
    send: (client, place) => client.post(`/bot1:secret/sendMessage`, { chat_id: place, text: TEXT }),
  };
}

/** The dialect's sendMessage, each call into the next of these chats with people. */
export function byDialect(port: number, pids: readonly number[], bot: BenchBot, people: readonly number[]): Contender {
  return {
    name: 'dialect',
    port,
    pids,
    send: (client, place) => bot.api(client, 'sendMessage', { chat_id: people[place % people.length], text: TEXT }),
  };
}

/** Our own method with the same bot and chats. */
export function byOwnMethod(port: number, pids: readonly number[], bot: BenchBot, chats: readonly ChatId[]): Contender {
  return {
    name: 'ownMethod',
    port,
    pids,
    send: (client, place) =>
      client.post(
        '/api/messages.send',
        { chatId: chats[place % chats.length], clientId: randomUUID(), text: TEXT },
        { authorization: `Bearer ${bot.token}` },
      ),
  };
}
