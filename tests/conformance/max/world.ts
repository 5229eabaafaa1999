import { Bot } from '@maxhub/max-bot-api';
import type { AccountId, ChatId, MessageId } from '@veche/contract';
import { freePort } from '../../support/http.ts';
import { clientId, startTestServer, type TestPerson } from '../../support/server.ts';
import { faultsOfAnswer, faultsOfUpdate, readOracle } from './oracle.ts';

const oracle = readOracle();

/** An answer of the dialect as it came over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- read as it comes; the oracle checks it
  readonly body: any;
}

export interface TestBot {
  readonly accountId: AccountId;
  readonly username: string;
  readonly token: string;
  /** The unmodified client, whose every answer is checked. */
  readonly client: Bot;
  /** A request without the client. */
  ask(verb: string, path: string, body?: object): Promise<Answer>;
  /** Waits for an update of a type among those after a marker. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the same
  next(type: string): Promise<any>;
}

/** A group or channel as the dialect numbers it. */
export const numberOf = (chatId: ChatId): number => 0 - chatId;

/** The whole server with its door for the dialect and two people; every answer is checked against the published shapes. */
export async function startMaxWorld(options: Parameters<typeof startTestServer>[0] = {}) {
  const server = await startTestServer(options);
  const url = `http://localhost:${await server.app.listenMax(await freePort())}`;
  const [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];

  /** As fetch, but an answer in a wrong form fails. */
  const checkedFetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(input, init);
    const target = input instanceof Request ? input.url : input;
    await check({ verb: init.method ?? 'GET', path: new URL(target).pathname, response: response.clone() });
    return response;
  };

  const connect = (token: string): Bot => new Bot(token, { clientOptions: { baseUrl: url, fetch: checkedFetch } });

  const ask = async (token: string, verb: string, path: string, body?: object): Promise<Answer> => {
    const response = await checkedFetch(`${url}${path}`, {
      method: verb,
      headers: { authorization: token, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };

  return {
    ...{ server, url, alice, bob, connect, ask },
    bot: async (username: string, name = 'Бот'): Promise<TestBot> => {
      const { bot, token } = await alice.call('bots.register', { username, name });
      let marker = 1;
      const next = async (type: string): Promise<unknown> => {
        for (let polls = 0; polls < 50; polls++) {
          const { body } = await ask(token, 'GET', `/updates?marker=${marker}&timeout=5&limit=1`);
          marker = body.marker;
          const found = body.updates.find((update: { update_type: string }) => update.update_type === type);
          if (found !== undefined) return found;
        }
        throw new Error(`no ${type} came`);
      };
      return {
        ...{ accountId: bot.account.accountId, username, token, client: connect(token), next },
        ask: (verb, path, body) => ask(token, verb, path, body),
      };
    },
    direct: async (person: TestPerson, { accountId }: { accountId: AccountId }): Promise<ChatId> =>
      (await person.call('chats.createDirect', { accountId })).chat.chatId,
    group: async (owner: TestPerson, title: string, members: readonly { accountId: AccountId }[]): Promise<ChatId> => {
      const memberIds = members.map(({ accountId }) => accountId);
      return (await owner.call('chats.createGroup', { clientId: clientId(), title, memberIds })).chat.chatId;
    },
    say: async (person: TestPerson, chatId: ChatId, text: string, replyTo?: MessageId): Promise<MessageId> => {
      const reply = replyTo === undefined ? {} : { replyTo };
      return (await person.call('messages.send', { chatId, clientId: clientId(), text, ...reply })).messageId;
    },
  };
}

async function check({ verb, path, response }: { verb: string; path: string; response: Response }): Promise<void> {
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const body = (await response.json()) as { updates?: unknown[] };
  const isPoll = path === '/updates' && response.status === 200;
  const faults = [
    ...(isJson ? [] : ['the content type is not JSON']),
    ...(oracle === null ? [] : faultsOfAnswer(oracle, { verb, path, status: response.status }, body)),
    ...(oracle === null || !isPoll ? [] : (body.updates ?? []).flatMap((update) => faultsOfUpdate(oracle, update))),
  ];
  if (faults.length > 0) throw new Error(`${verb} ${path} answered in a wrong form: ${faults.join('; ')}`);
}
