import type { AccountId, ChatId, MessageId } from '@veche/contract';
import { clientId, startTestServer, type TestPerson } from '../../support/server.ts';
import { faultsOfResult, faultsOfUpdate, type Oracle, readOracle } from './oracle.ts';

/** An answer of the dialect as it came over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    ok: boolean;
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- read as it comes; the oracle checks it
    result?: any;
    error_code?: number;
    description?: string;
    parameters?: { retry_after?: number };
  };
}

export interface TestBot {
  readonly accountId: AccountId;
  readonly username: string;
  readonly token: string;
  /** Calls a method with a JSON body; the answer's form is checked. */
  api(method: string, parameters?: object, signal?: AbortSignal): Promise<Answer>;
  /** Updates after an id, waiting for them; they are confirmed by the next call only. */
  updates(offset?: number, timeout?: number): Promise<Answer['body']['result']>;
}

const oracle: Oracle | null = readOracle();

/** The whole server with two people; every answer a bot gets is checked against the published shapes. */
export async function startBotWorld() {
  const server = await startTestServer();
  const [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];

  const call = async (
    token: string,
    method: string,
    parameters: object = {},
    signal?: AbortSignal,
  ): Promise<Answer> => {
    const response = await fetch(`${server.url}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(parameters),
      ...(signal === undefined ? {} : { signal }),
    });
    return checked(method, response);
  };

  return {
    server,
    alice,
    bob,
    call,
    bot: async (username: string): Promise<TestBot> => {
      const { bot, token } = await alice.call('bots.register', { username, name: 'Эхо' });
      return {
        accountId: bot.account.accountId,
        username,
        token,
        api: (method, parameters, signal) => call(token, method, parameters, signal),
        updates: async (offset = 0, timeout = 5) => (await call(token, 'getUpdates', { offset, timeout })).body.result,
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

/** The answer, once its form is that of the dialect. */
export async function checked(method: string, response: Response): Promise<Answer> {
  const body = (await response.json()) as Answer['body'];
  const faults = [...faultsOfEnvelope(response, body), ...(body.ok ? faultsOfAnswer(method, body.result) : [])];
  if (faults.length > 0) throw new Error(`${method} answered in a wrong form: ${faults.join('; ')}`);
  return { status: response.status, headers: response.headers, body };
}

function faultsOfEnvelope(response: Response, body: Answer['body']): string[] {
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const code = body.ok ? 200 : body.error_code;
  const opening =
    /^(?:Bad Request|Unauthorized|Forbidden|Not Found|Conflict|Too Many Requests|Request Entity Too Large)(?:: (?:[^A-Z]|[A-Z_]+$)|$)/;
  return [
    ...(isJson ? [] : ['the content type is not JSON']),
    ...(code === response.status ? [] : [`error_code ${code} with status ${response.status}`]),
    ...(body.ok || opening.test(body.description ?? '') ? [] : [`no library knows "${body.description}"`]),
  ];
}

function faultsOfAnswer(method: string, result: unknown): string[] {
  if (oracle === null) return [];
  const name = Object.keys(oracle.methods).find((known) => known.toLowerCase() === method.toLowerCase()) ?? method;
  const updates = name === 'getUpdates' && Array.isArray(result) ? result : [];
  return [...faultsOfResult(oracle, name, result), ...updates.flatMap((update) => faultsOfUpdate(oracle, update))];
}
