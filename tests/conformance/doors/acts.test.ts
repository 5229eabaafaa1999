import { type Method, methodList, type VecheError } from '@veche/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../support/refusal.ts';
import { startTestServer, type TestPerson } from '../../support/server.ts';
import { type Act, acts, type Scene, setScene } from './acts.ts';
import { doors, type DoorCall, told } from './door.ts';

const server = await startTestServer();
/** As few calls a minute as make all limits be met at once. */
const narrow = await startTestServer({ limitFactor: 0.01 });
const boris = await server.person('Борис');
const vera = await server.person('Вера');
const stranger = await server.person('Григорий');
const nina = await narrow.person('Нина');
const ninaToken = await nina.token();

describe.each(doors)('through $name', ({ door, other }) => {
  const enter = async (person: TestPerson): Promise<DoorCall> => door.enter(server.url, await person.token());
  describe.each(acts.map((act) => [act.method, act] as const))('%s', (_name, act) => {
    let alice: TestPerson;
    let asAlice: DoorCall;
    let scene: Scene;
    let input: object;
    let first: unknown;
    beforeAll(async () => {
      alice = await server.person('Алиса');
      asAlice = await enter(alice);
      scene = await setScene(server, alice, boris, vera);
      input = act.input(scene);
      await act.settled?.(alice, input);
    });

    test('has this result', async () => {
      first = await asAlice(act.method, input);
      expect(first).toEqual(act.result(scene));
    });

    test('answers a repeat, also through the other door, as it should', async () => {
      const expected = repeatOf(act, scene, first);
      expect(await asAlice(act.method, input)).toEqual(expected);
      const elsewhere = await other.enter(server.url, await alice.token());
      expect(await elsewhere(act.method, input)).toEqual(expected);
    });

    const forKeyed = isKeyed(act) ? test : undefined;
    forKeyed?.('refuses another content under the same client id', async () => {
      const changed = 'text' in input ? { text: 'другое' } : { title: 'Другой' };
      expect(await refusal(asAlice(act.method, { ...input, ...changed }))).toMatchObject({
        code: 'idempotency_conflict',
      });
    });

    const ofChats = act.outside === null ? undefined : test;
    ofChats?.('refuses who is not in the chat, and who is no longer', async () => {
      const fresh = act.input(scene);
      const outside = await told((await enter(stranger))(act.method, fresh));
      expect(outside).toMatchObject(act.outside ?? {});
      await boris.call('chats.removeMember', { chatId: scene.chatId, accountId: vera.accountId });
      expect(await told((await enter(vera))(act.method, fresh))).toEqual(outside);
    });

    test('is refused with the time to wait when there were too many', async () => {
      const { perMinute = 600 } = methodOf(act);
      const call = await door.enter(narrow.url, ninaToken);
      let error: VecheError;
      let tries = 3;
      do {
        // On a busy machine a second passes in between, and gives one call back.
        await Promise.all(Array.from({ length: perMinute * 0.01 + 1 }, () => told(nina.call(act.method, {}))));
        error = await refusal(call(act.method, {}));
        tries -= 1;
      } while (error.code !== 'rate_limited' && tries > 0);
      expect(error).toMatchObject({ code: 'rate_limited', retryAfterSeconds: expect.any(Number) });
      expect(error.retryAfterSeconds).toBeGreaterThan(0);
      expect(error.retryAfterSeconds).toBeLessThanOrEqual(Math.ceil(6000 / perMinute));
    });
  });
});

function methodOf({ method }: Act): Method {
  const found = methodList.find(({ name }) => name === method);
  if (found === undefined) throw new Error(`no method ${method}`);
  return found;
}

const isKeyed = (act: Act) => methodOf(act).idempotency === 'key';

function repeatOf(act: Act, scene: Scene, first: unknown): unknown {
  return act.repeated === undefined ? first : act.repeated(scene);
}
