import { expect, test } from 'vitest';
import { appBundle } from '../../../../tests/support/app-bundle.ts';
import { launchOf } from '../../../../tests/support/asking-app.ts';
import { image } from '../../../../tests/support/media-samples.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { uploadFile } from '../../../../tests/support/uploads.ts';

const server = await startTestServer();
const dmitry = await server.person('Дмитрий Орлов');
const picture = await image('png', { width: 32, height: 24 });
const bundle = appBundle('meeting', { 'words.json': '{}' });
bundle.files.push({ path: 'img/house.png', contentBase64: picture.toString('base64') });
bundle.files.push({ path: 'img/large.png', contentBase64: Buffer.alloc(2 * 1024 * 1024 + 1).toString('base64') });
await dmitry.call('apps.publish', bundle);
await dmitry.call('apps.publish', appBundle('alone', {}, { entry_points: ['catalogue'] }));

const alice = await server.person('Алиса');
const boris = await server.person('Борис');
const { chat } = await alice.call('chats.createDirect', { accountId: boris.accountId });
const { chatId } = chat;
const card = { title: 'Собрание', text: 'В семь', button: 'Прийти', startParam: 'meeting-7' };
const send = (person: TestPerson, launchId: string, changes: object = {}) =>
  person.call('apps.sendCard', { chatId, clientId: clientId(), launchId, ...card, ...changes });
const newest = async (person: TestPerson) => (await person.call('messages.history', { chatId, limit: 1 })).messages[0];

test('a card is a message of the person with a picture of the bundle and a button that opens the app', async () => {
  const launchId = await launchOf(alice, 'meeting');
  const prepared = await alice.call('apps.prepareCard', { launchId, picture: 'img/house.png' });
  expect(prepared).toEqual({ picture: { contentType: 'image/png', contentBase64: picture.toString('base64') } });
  const { fileId } = await uploadFile(server, alice, picture, { kind: 'photo', name: 'house.png' });
  await send(alice, launchId, { fileId });
  expect(await newest(boris)).toMatchObject({
    senderId: alice.accountId,
    text: 'Собрание\nВ семь',
    entities: [{ kind: 'bold', offset: 0, length: 8 }],
    attachments: [{ fileId, kind: 'photo' }],
    buttons: [[{ text: 'Прийти', action: { kind: 'app', app: 'meeting', startParam: 'meeting-7' } }]],
  });
});

test('the same send is one card', async () => {
  const launchId = await launchOf(alice, 'meeting');
  const once = { clientId: clientId(), text: '', title: 'Один' };
  expect(await send(alice, launchId, once)).toEqual(await send(alice, launchId, once));
  expect(await refusal(send(alice, launchId, { ...once, title: 'Два' }))).toMatchObject({
    code: 'idempotency_conflict',
  });
});

test('only pictures of the own bundle are given, and none that are too large', async () => {
  const launchId = await launchOf(alice, 'meeting');
  const prepare = (path: string) => refusal(alice.call('apps.prepareCard', { launchId, picture: path }));
  for (const path of ['words.json', 'img/none.png'])
    expect(await prepare(path)).toMatchObject({ code: 'not_found', field: 'picture' });
  expect(await prepare('img/large.png')).toMatchObject({ code: 'too_large', field: 'picture' });
  expect(await prepare('../secret.png')).toMatchObject({ code: 'invalid_input', field: 'picture' });
});

test('no card goes without an open launch of one’s own, into a foreign chat, or for an app that chats cannot open', async () => {
  const launchId = await launchOf(alice, 'meeting');
  const unknown = { code: 'not_found', field: 'launchId' };
  expect(await refusal(send(boris, launchId))).toMatchObject(unknown);
  expect(await refusal(boris.call('apps.prepareCard', { launchId }))).toMatchObject(unknown);
  const vera = await server.person('Вера');
  expect(await refusal(send(vera, await launchOf(vera, 'meeting')))).toMatchObject({ code: 'not_found' });
  expect(await refusal(send(alice, launchId, { title: ' ' }))).toMatchObject({ field: 'title' });
  const alone = await launchOf(alice, 'alone');
  const closed = { code: 'conflict', field: 'launchId' };
  expect(await refusal(send(alice, alone))).toMatchObject(closed);
  expect(await refusal(alice.call('apps.prepareCard', { launchId: alone }))).toMatchObject(closed);
  await alice.call('grants.endLaunch', { launchId });
  expect(await refusal(send(alice, launchId))).toMatchObject({ code: 'expired', field: 'launchId' });
});
