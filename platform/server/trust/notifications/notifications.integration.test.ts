import type { apps, InputOf } from '@veche/contract';
import { expect, test } from 'vitest';
import { callHttp } from '../../../../tests/support/http.ts';
import { appBundle } from '../../../../tests/support/app-bundle.ts';
import { launchOf, wants } from '../../../../tests/support/asking-app.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { startPushService } from '../../../../tests/support/push-service.ts';
import { startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const dmitry = await server.person('Дмитрий Орлов');
const templates: InputOf<typeof apps.publish>['manifest']['notifications'] = [
  {
    id: 'visit',
    text: { ru: 'Приём {day}, кабинет {room}, {who}', en: 'A visit on {day}, room {room}, {who}' },
    values: { day: { kind: 'date' }, room: { kind: 'number' }, who: { kind: 'text', max_length: 20 } },
  },
  {
    id: 'sums',
    text: { ru: 'Итого {one} и {two}', en: 'Together {one} and {two}' },
    values: { one: { kind: 'number' }, two: { kind: 'number' } },
  },
  { id: 'ready', text: { ru: 'Анализы готовы', en: 'The tests are ready' }, values: {} },
];
const publish = (slug: string, changes = {}) =>
  dmitry.call(
    'apps.publish',
    appBundle(slug, {}, { scopes: [wants('notifications')], notifications: templates, ...changes }),
  );
const token = (await publish('clinic')).token!;
const otherToken = (await publish('library')).token!;

/** A person who lets the clinic notify them, and what it knows them by. */
async function patient(duration: 'once' | 'untilRevoked' = 'untilRevoked', app = 'clinic') {
  const person = await server.person('Алиса');
  const launchId = await launchOf(person, app);
  const { grantId } = await person.call('grants.give', { launchId, scope: 'notifications', duration });
  const { personId, values } = await person.call('people.getAttributes', { launchId, scope: 'notifications' });
  expect(values).toEqual({ notifications: true });
  return { person, personId, grantId };
}
const notify = (personId: string, changes: object = {}, by = token) =>
  callHttp(server.url, 'apps.notify', { personId, template: 'ready', ...changes }, by) as Promise<{
    leftToday: number;
  }>;
const told = async (person: TestPerson) => (await person.call('appNotifications.list', {})).notifications;
const acts = async (person: TestPerson) => (await person.call('ledger.list', {})).entries;

test('an app tells a person in the words of its template, drawn in both languages, and the ledger has no values', async () => {
  const { person, personId } = await patient();
  const { accountSeq } = await person.call('chats.list', {});
  const values = { day: '2027-03-01', room: 1204, who: 'Вера Ильина' };
  expect(await notify(personId, { template: 'visit', values })).toEqual({ leftToday: 2 });
  expect(await told(person)).toMatchObject([
    {
      app: { slug: 'clinic', name: { ru: 'Приложение clinic' } },
      text: {
        ru: 'Приём 1 марта 2027 г., кабинет 1204, Вера Ильина'.replace(
          '1204',
          new Intl.NumberFormat('ru').format(1204),
        ),
        en: 'A visit on March 1, 2027, room 1,204, Вера Ильина',
      },
    },
  ]);
  const [entry] = await acts(person);
  expect(entry).toMatchObject({ act: 'notified', scope: 'notifications', template: 'visit' });
  expect(JSON.stringify(entry)).not.toContain('Вера');
  const { events } = await person.call('sync.pullAccount', { after: accountSeq });
  expect(events.map(({ kind }) => kind)).toContain('app.notified');
});

test('where launch data names accounts they name the person as well, and nobody is named twice or not at all', async () => {
  const { token: ofBot } = await dmitry.call('bots.register', { username: 'polyclinic_bot', name: 'Бот' });
  await publish('polyclinic', { bot: 'polyclinic_bot', launch_form: 'vk' });
  const { person, personId } = await patient('untilRevoked', 'polyclinic');
  const byAccount = { personId: undefined, accountId: person.accountId };
  expect(await notify('', byAccount, ofBot)).toEqual({ leftToday: 2 });
  for (const changes of [{ accountId: person.accountId }, { personId: undefined }])
    expect(await refusal(notify(personId, changes, ofBot))).toMatchObject({ code: 'invalid_input', field: 'personId' });
});

test('an app that is told no accounts cannot try who of them uses it, in whichever form it is launched', async () => {
  const { person } = await patient();
  const byAccount = { personId: undefined, accountId: person.accountId };
  const { token: ofVk } = await publish('pharmacy', { launch_form: 'vk' });
  for (const by of [token, ofVk!])
    expect(await refusal(notify('', byAccount, by))).toMatchObject({ code: 'invalid_input', field: 'accountId' });
});

test('once is one notification, whenever it comes', async () => {
  const { person, personId } = await patient('once');
  expect(await notify(personId)).toEqual({ leftToday: 0 });
  expect((await refusal(notify(personId))).code).toBe('consent_required');
  expect(await told(person)).toHaveLength(1);
});

test('of two at the same moment, a person who takes one more gets one', async () => {
  const { person, personId, grantId } = await patient();
  await person.call('grants.setPerDay', { grantId, perDay: 1 });
  const both = await Promise.allSettled([notify(personId), notify(personId)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('the person says how many a day: three, another number, none; what is over is told when', async () => {
  const { person, personId, grantId } = await patient();
  expect((await person.call('grants.list', { language: 'ru' })).grants).toMatchObject([{ perDay: 3 }]);
  for (const leftToday of [2, 1, 0]) expect(await notify(personId)).toEqual({ leftToday });
  const full = await refusal(notify(personId));
  expect(full).toMatchObject({ code: 'rate_limited' });
  expect(full.retryAfterSeconds).toBeGreaterThan(86_000);
  await person.call('grants.setPerDay', { grantId, perDay: 4 });
  expect(await notify(personId)).toEqual({ leftToday: 0 });
  await server.app.sql`update app_notification set at = at - interval '1 day' where account_id = ${person.accountId}`;
  expect(await notify(personId)).toEqual({ leftToday: 3 });
  await person.call('grants.setPerDay', { grantId, perDay: 0 });
  expect((await refusal(notify(personId))).code).toBe('rate_limited');
  expect(await refusal(person.call('grants.setPerDay', { grantId, perDay: 21 }))).toMatchObject({ field: 'perDay' });
});

test('a value that is missing, unknown, too long or of another kind is refused by its name, and nothing is told', async () => {
  const { person, personId } = await patient();
  const right = { day: '2027-03-01', room: 12, who: 'Вера' };
  const wrong: [string, object][] = [
    ['day', { ...right, day: undefined }],
    ['more', { ...right, more: 'x' }],
    ['who', { ...right, who: 'x'.repeat(21) }],
    ['who', { ...right, who: 'a\nb' }],
    ['who', { ...right, who: '\u202eareV' }],
    ['who', { ...right, who: '\u200b' }],
    ['who', { ...right, who: 'a\u2028b' }],
    ['room', { ...right, room: '12' }],
    ['day', { ...right, day: '2027-02-30' }],
  ];
  for (const [name, values] of wrong)
    expect(await refusal(notify(personId, { template: 'visit', values }))).toMatchObject({
      code: 'invalid_input',
      field: `values.${name}`,
    });
  // A number of one letter is drawn in hundreds of digits.
  const long = notify(personId, { template: 'sums', values: { one: 1e308, two: 1e308 } });
  expect(await refusal(long)).toMatchObject({ code: 'invalid_input', field: 'values' });
  expect(await told(person)).toEqual([]);
  await notify(personId, { template: 'sums', values: { one: 1e308, two: 1 } });
});

test('without a grant, with another’s token, for another template or after it was taken back, nothing is told', async () => {
  const { person, personId, grantId } = await patient();
  expect((await refusal(notify(personId, {}, otherToken))).code).toBe('consent_required');
  expect(await refusal(notify(personId, { template: 'none' }))).toMatchObject({ code: 'not_found', field: 'template' });
  expect((await refusal(notify(personId, {}, `${token}x`))).code).toBe('unauthenticated');
  expect((await refusal(notify(personId, {}, await person.token()))).code).toBe('forbidden');
  const boris = await server.person('Борис');
  expect((await refusal(boris.call('grants.setPerDay', { grantId, perDay: 20 }))).code).toBe('not_found');
  await person.call('grants.revoke', { grantId });
  expect((await refusal(notify(personId))).code).toBe('consent_required');
  expect(await told(person)).toEqual([]);
});

test('the token of an app opens nothing else', async () => {
  for (const [method, input] of [
    ['people.getAttributes', { launchId: 'x', scope: 'name' }],
    ['chats.list', {}],
    ['messages.send', { chatId: 1, clientId: crypto.randomUUID(), text: 'x' }],
  ] as const)
    expect((await refusal(callHttp(server.url, method, input, token))).code).toBe('forbidden');
});

test('an app with a bot notifies by the token of the bot; a stopped release notifies nobody', async () => {
  const { token: botToken } = await dmitry.call('bots.register', { username: 'office_bot', name: 'Бот' });
  const { release } = await publish('office', { bot: 'office_bot' });
  const { personId } = await patient('untilRevoked', 'office');
  expect(await notify(personId, {}, botToken)).toEqual({ leftToday: 2 });
  await dmitry.call('releases.kill', { app: 'office', releaseId: release.releaseId, note: 'Ошибка' });
  expect((await refusal(notify(personId, {}, botToken))).code).toBe('conflict');
});

test('a push that waited is not sent once the person took the grant back, let it end or removed the app, or the release was stopped', async () => {
  const service = await startPushService();
  const { release } = await publish('dentist');
  const told = async (duration: 'once' | 'untilRevoked') => {
    const { person, grantId } = await patient(duration, 'dentist');
    const { appId } = (await person.call('apps.launch', { app: 'dentist' })).app;
    await person.call('notifications.subscribe', service.subscription(String(person.accountId)));
    return { person, grantId, appId };
  };
  /** Runs the job of a push, and waits until it is done. */
  const push = async ({ person, ...by }: Awaited<ReturnType<typeof told>>, body: string) => {
    const { sql } = server.app;
    const texts = { name: { ru: 'Зубы', en: 'Teeth' }, text: { ru: body, en: body } };
    const payload = { ...by, ...texts, accountId: person.accountId, release: release.releaseId };
    await sql`select from graphile_worker.add_job('notify-app', payload => ${JSON.stringify(payload)}::text::json)`;
    const waiting = () => sql`select from graphile_worker.jobs where task_identifier = 'notify-app'`;
    await expect.poll(async () => (await waiting()).length, { timeout: 30_000 }).toBe(0);
  };
  const [revoking, removing, once] = [await told('untilRevoked'), await told('untilRevoked'), await told('once')];
  const ending = await told('untilRevoked');
  const lastDay = (when: string) =>
    server.app.sql`update app_grant set expires_at = now() + ${when}::interval where grant_id = ${ending.grantId}`;
  await lastDay('1 day');
  await push(ending, 'до срока');
  await lastDay('-1 second');
  await push(ending, 'после срока');
  await push(revoking, 'позволено');
  await revoking.person.call('grants.revoke', { grantId: revoking.grantId });
  await push(revoking, 'отозвано');
  await removing.person.call('apps.uninstall', { app: 'dentist' });
  await push(removing, 'удалено');
  await server.app.sql`update app_grant set ended_at = now() where grant_id = ${once.grantId}`;
  await push(once, 'однажды');
  await dmitry.call('releases.kill', { app: 'dentist', releaseId: release.releaseId, note: 'Ошибка' });
  await push(once, 'остановлено');
  await expect
    .poll(() => service.pushes.map(({ payload }) => payload.body))
    .toEqual(['до срока', 'позволено', 'однажды']);
});

test.each([
  ['not at all', 'A visit'],
  ['twice', 'A visit on {day}, yes, {day}'],
])('a manifest with a value of a template in one text %s is refused', async (_how, en) => {
  const broken = [{ id: 'visit', text: { ru: 'Приём {day}', en }, values: { day: { kind: 'date' as const } } }];
  const refused = await refusal(publish('broken', { notifications: broken }));
  expect(refused).toMatchObject({ code: 'invalid_input', field: 'manifest.notifications.0.values' });
});
