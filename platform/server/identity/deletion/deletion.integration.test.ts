import type { ChatId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { createAuthenticator } from '../../../../tests/support/authenticator.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { image } from '../../../../tests/support/media-samples.ts';
import { uploadFile } from '../../../../tests/support/uploads.ts';
import { markersLeft } from '../../../../tests/support/markers.ts';

const server = await startTestServer({ deletionGraceDays: 0 });
const { sql } = server.app;
const phrase = { confirmation: { by: 'phrase', phrase: ' Удалить  мою учетную запись ' } } as const;

async function erased(person: TestPerson): Promise<void> {
  await person.call('identity.deleteAccount', phrase);
  await expect
    .poll(
      async () =>
        (
          await sql<
            { at: Date | null }[]
          >`select erased_at as at from account_deletion where account_id = ${person.accountId}`
        )[0]?.at ?? null,
      { timeout: 20_000 },
    )
    .not.toBeNull();
}

async function group(owner: TestPerson, title: string, members: TestPerson[]): Promise<ChatId> {
  const memberIds = members.map(({ accountId }) => accountId);
  return (await owner.call('chats.createGroup', { clientId: clientId(), title, memberIds })).chat.chatId;
}
const say = (person: TestPerson, chatId: ChatId, text: string) =>
  person.call('messages.send', { chatId, clientId: clientId(), text });
const members = async (reader: TestPerson, chatId: ChatId) =>
  (await reader.call('chats.listMembers', { chatId })).members
    .map(({ account, role }) => `${account.name} ${role}`)
    .sort();

describe('an erased account', () => {
  test('leaves no word, no name and no phone anywhere, and the words of others stay', async () => {
    const anna = await server.person('Анна Меткина');
    const boris = await server.person('Борис');
    await anna.call('identity.updateProfile', { username: 'metkina_anna' });
    const dacha = await group(anna, 'Дача', [boris]);
    const { chat: direct } = await anna.call('chats.createDirect', { accountId: boris.accountId });
    const { chat: saved } = await anna.call('chats.createDirect', { accountId: anna.accountId });
    const left = await group(boris, 'Работа', [anna]);
    for (const chatId of [dacha, direct.chatId, saved.chatId, left]) await say(anna, chatId, 'слово меткаслово');
    const edited = await say(anna, dacha, 'прежнее меткаслово');
    await anna.call('messages.edit', { chatId: dacha, messageId: edited.messageId, text: 'новое меткаслово' });
    await anna.call('chats.leave', { chatId: left });
    await say(boris, dacha, 'Слово Бориса');
    await say(boris, direct.chatId, 'Привет');
    await anna.token();

    // Stems, because the index of the search keeps no endings.
    const markers = ['меткасл', 'меткин', 'metkina', anna.phone];
    const places = async () => (await Promise.all(markers.map((marker) => markersLeft(sql, marker)))).flat();
    expect(await places()).toEqual(expect.arrayContaining(['account', 'message', 'message_version', 'public_name']));

    await erased(anna);
    // The search follows the logs a moment later; its list of words that exist says of none whose it was.
    await expect.poll(async () => (await places()).filter((place) => place !== 'search_word')).toEqual([]);

    const history = await boris.call('messages.history', { chatId: dacha });
    expect(history.messages.map((message) => message.text)).toEqual(['Слово Бориса']);
    const { events } = await boris.call('sync.pull', { chatId: dacha, after: 0 });
    expect(events.filter((event) => event.kind === 'message.deleted')).toHaveLength(2);
    expect((await boris.call('messages.history', { chatId: direct.chatId })).messages).toMatchObject([
      { text: 'Привет' },
    ]);
    const { accounts } = await boris.call('chats.get', { chatId: direct.chatId });
    expect(accounts.find((account) => account.accountId === anna.accountId)).toMatchObject({ name: '' });
  });

  test('has no sessions, cannot sign in, and its phone and public name are free', async () => {
    const anna = await server.person('Анна');
    await anna.call('identity.updateProfile', { username: 'anna_free' });
    const token = await anna.token();
    await erased(anna);
    const response = await fetch(`${server.url}/api/identity.me`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(401);
    const other = await server.person('Другая');
    await other.call('identity.updateProfile', { username: 'anna_free' });
    expect(await sql`select from account_phone where phone = ${anna.phone}`).toHaveLength(0);
  });

  test('passes its groups to the oldest admin, else to the oldest member, and closes those of nobody else', async () => {
    const anna = await server.person('Анна');
    const boris = await server.person('Борис');
    const vera = await server.person('Вера');
    const withAdmin = await group(anna, 'С админом', [boris, vera]);
    await anna.call('members.promote', { chatId: withAdmin, accountId: vera.accountId });
    const plain = await group(anna, 'Без админа', [boris, vera]);
    const alone = await group(anna, 'Одна', []);
    await erased(anna);
    expect(await members(boris, withAdmin)).toEqual(['Борис member', 'Вера owner']);
    expect((await members(boris, plain)).filter((member) => member.endsWith('owner'))).toHaveLength(1);
    expect(await sql`select from chat where chat_id = ${alone} and deleted_at is null`).toHaveLength(0);
  });

  test('takes its bots with it', async () => {
    const anna = await server.person('Анна');
    const { token } = await anna.call('bots.register', { username: 'anna_helper_bot', name: 'Помощник' });
    const getMe = () => fetch(`${server.url}/bot${token}/getMe`);
    expect((await getMe()).status).toBe(200);
    await erased(anna);
    expect((await getMe()).status).toBe(401);
  });

  test('is not opened by its passkey', async () => {
    const anna = await server.person('Анна');
    const device = createAuthenticator({ origin: server.url, rpId: 'localhost' });
    const { options } = await anna.call('passkeys.beginRegistration', {});
    await anna.call('passkeys.finishRegistration', { response: device.create(options) });
    await anna.call('secondFactor.set', { password: 'четыре простых слова' });
    const begun = await anna.call('passkeys.beginSignIn', {});
    await erased(anna);
    const entering = anna.call('passkeys.signIn', { response: device.get(begun.options) });
    expect(await refusal(entering)).toMatchObject({ code: 'not_found', field: 'response' });
    expect(await server.app.sql`select from second_factor where account_id = ${anna.accountId}`).toHaveLength(0);
  });
});

describe('deleting an account', () => {
  test('needs the phrase', async () => {
    const anna = await server.person('Анна');
    const wrong = anna.call('identity.deleteAccount', { confirmation: { by: 'phrase', phrase: 'да' } });
    expect(await refusal(wrong)).toMatchObject({ code: 'invalid_input', field: 'confirmation.phrase' });
    expect((await anna.call('identity.getDeletion', {})).deletion).toBeUndefined();
  });

  test('or a fresh code, which is good once', async () => {
    const anna = await server.person('Анна');
    const byCode = (code: string) => anna.call('identity.deleteAccount', { confirmation: { by: 'code', code } });
    expect(await refusal(byCode('000000'))).toMatchObject({ code: 'expired', field: 'confirmation.code' });
    await anna.call('identity.requestCode', { phone: anna.phone });
    const code = server.codes.at(-1)?.code ?? '';
    const wrong = code === '123456' ? '654321' : '123456';
    expect(await refusal(byCode(wrong))).toMatchObject({ code: 'wrong_code' });
    await byCode(code);
    expect(await refusal(byCode(code))).toMatchObject({ code: 'expired' });
  });

  test('is not for bots', async () => {
    const anna = await server.person('Анна');
    const { token } = await anna.call('bots.register', { username: 'anna_other_bot', name: 'Бот' });
    const response = await fetch(`${server.url}/api/identity.deleteAccount`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(phrase),
    });
    expect(response.status).toBe(403);
  });
});

describe('the time to think', async () => {
  const slow = await startTestServer({ deletionGraceDays: 3 });

  test('lets the account live on, and one change of mind keeps it', async () => {
    const anna = await slow.person('Анна');
    const { deletion } = await anna.call('identity.deleteAccount', phrase);
    expect(Date.parse(deletion.erasesAt) - Date.parse(deletion.requestedAt)).toBe(3 * 86_400_000);
    expect(await anna.call('identity.deleteAccount', phrase)).toEqual({ deletion });
    expect(await anna.call('identity.getDeletion', {})).toMatchObject({ graceDays: 3, deletion });
    expect((await anna.call('identity.me', {})).account.name).toBe('Анна');
    expect(
      await slow.app.sql`select from graphile_worker.jobs where task_identifier = 'identity-delete-account'`,
    ).toHaveLength(1);
    expect(await anna.call('identity.cancelDeletion', {})).toEqual({ changed: true });
    expect(await anna.call('identity.cancelDeletion', {})).toEqual({ changed: false });
    expect((await anna.call('identity.getDeletion', {})).deletion).toBeUndefined();
    expect(
      await slow.app.sql`select from graphile_worker.jobs where task_identifier = 'identity-delete-account'`,
    ).toHaveLength(0);
  });
});

test('the photo of an erased account is gone, and that of a group stays', async () => {
  const [anna, boris] = [await server.person('Анна'), await server.person('Борис')];
  const chatId = await group(boris, 'Дача', [anna]);
  await boris.call('members.promote', { chatId, accountId: anna.accountId });
  const upload = async (width: number) =>
    (await uploadFile(server, anna, await image('png', { width }), { kind: 'photo' })).fileId;
  const own = await upload(80);
  const shared = await upload(81);
  await anna.call('account.setPhoto', { fileId: own });
  await anna.call('chats.setPhoto', { chatId, fileId: shared });
  await erased(anna);
  const headers = { authorization: `Bearer ${await boris.token()}` };
  const statusOf = async (fileId: number) => (await fetch(`${server.url}/files/${fileId}`, { headers })).status;
  expect([await statusOf(own), await statusOf(shared)]).toEqual([404, 200]);
  const { accounts } = await boris.call('identity.getAccounts', { accountIds: [anna.accountId] });
  for (const account of accounts) expect(account.photoId).toBeUndefined();
  expect(await sql`select from file where file_id = ${own}`).toHaveLength(0);
});
