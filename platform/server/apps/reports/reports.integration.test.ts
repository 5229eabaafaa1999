import { beforeAll, describe, expect, test } from 'vitest';
import { appBundle } from '../../../../tests/support/app-bundle.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { appReportData } from './personal-data.ts';
import { purgeAppReports } from './store.ts';

const server = await startTestServer({ moderatorPhones: ['+79991000001'] });
// The first person of a test server has this number.
const moderator = await server.person('Модератор');
const dmitry = await server.person('Дмитрий');
const anna = await server.person('Анна');
const boris = await server.person('Борис');

const publish = (slug: string, owner: TestPerson = dmitry) => owner.call('apps.publish', appBundle(slug));
const report = (person: TestPerson, app: string, more: object = {}) =>
  person.call('appReports.create', { app, reason: 'fraud', ...more });
const waiting = async (app: string) =>
  (await moderator.call('appReports.list', {})).apps.find((one) => one.app.slug === app);
const acts = async () => (await moderator.call('moderation.listActs', {})).acts;

beforeAll(() => publish('lottery'));

describe('a report of an app', () => {
  test('counts once for each person, says what is wrong, and never who said so', async () => {
    await report(anna, 'lottery', { comment: 'Просит перевод' });
    await report(anna, 'lottery', { reason: 'spam', comment: 'Просит перевод вперёд' });
    await report(boris, 'lottery');
    const reported = await waiting('lottery');
    expect(reported).toMatchObject({
      app: { slug: 'lottery', release: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      owner: { accountId: dmitry.accountId },
      reasons: [
        { reason: 'fraud', count: 1 },
        { reason: 'spam', count: 1 },
      ],
      comments: ['Просит перевод вперёд'],
    });
    for (const { accountId } of [anna, boris]) expect(JSON.stringify(reported)).not.toContain(String(accountId));
  });

  test('is read and decided by moderators alone, not even by the developer, who cannot report the own app', async () => {
    for (const person of [dmitry, anna]) {
      expect(await refusal(person.call('appReports.list', {}))).toMatchObject({ code: 'forbidden' });
      const { until } = (await waiting('lottery'))!;
      const dismissed = person.call('appReports.dismiss', { app: 'lottery', until, note: 'Всё в порядке' });
      expect(await refusal(dismissed)).toMatchObject({ code: 'forbidden' });
    }
    expect(await refusal(report(dmitry, 'lottery'))).toMatchObject({ code: 'conflict', field: 'app' });
    expect(await refusal(report(anna, 'no-such-app'))).toMatchObject({ code: 'not_found', field: 'app' });
  });

  test('is dismissed once, on the record, and opens again when somebody reports anew', async () => {
    const { until } = (await waiting('lottery'))!;
    const dismiss = { app: 'lottery', until, note: 'Проверили' };
    // Said between the reading and the decision.
    await report(anna, 'lottery', { comment: 'Уже и пароль' });
    await server.app.sql`
      update app_report set at = ${until}::timestamptz + interval '1 second' where account_id = ${anna.accountId}`;
    expect(await moderator.call('appReports.dismiss', dismiss)).toEqual({ changed: true });
    expect(await moderator.call('appReports.dismiss', dismiss)).toEqual({ changed: false });
    const left = await waiting('lottery');
    expect(left).toMatchObject({ reasons: [{ count: 1 }], comments: ['Уже и пароль'] });
    const rest = { ...dismiss, until: left!.until };
    expect(await moderator.call('appReports.dismiss', rest)).toEqual({ changed: true });
    expect(await waiting('lottery')).toBeUndefined();
    expect((await acts()).filter(({ kind }) => kind === 'appReport.dismissed')).toMatchObject([
      { moderatorId: moderator.accountId, targetId: dmitry.accountId, note: 'lottery: Проверили' },
      { note: 'lottery: Проверили' },
    ]);
    await report(boris, 'lottery');
    expect((await waiting('lottery'))?.reasons).toEqual([{ reason: 'fraud', count: 1 }]);
  });

  test('ends when a moderator stops the release', async () => {
    const { release } = await publish('casino');
    await report(anna, 'casino');
    const { app } = (await waiting('casino'))!;
    expect(app.release).toBe(release.releaseId);
    await moderator.call('releases.kill', { app: 'casino', releaseId: release.releaseId, note: 'Обман' });
    expect(await waiting('casino')).toBeUndefined();
    expect((await acts())[0]).toMatchObject({ kind: 'release.killed', targetId: dmitry.accountId });
    expect(await refusal(anna.call('apps.launch', { app: 'casino' }))).toMatchObject({ code: 'conflict' });
  });

  test('of a moderator’s own app is decided by another', async () => {
    await publish('of-moderator', moderator);
    await report(anna, 'of-moderator');
    // Who may say what of an own app is not to be read either.
    expect(await waiting('of-moderator')).toBeUndefined();
    const until = new Date().toISOString();
    const dismissed = moderator.call('appReports.dismiss', { app: 'of-moderator', until, note: 'Свой' });
    expect(await refusal(dismissed)).toMatchObject({ code: 'forbidden', field: 'app' });
  });

  test('is of a release that people have, and not of a draft', async () => {
    const draft = await dmitry.call('apps.publish', { ...appBundle('drafted'), as: 'draft' });
    expect(await refusal(report(anna, 'drafted'))).toMatchObject({ code: 'not_found', field: 'app' });
    await dmitry.call('releases.publish', { app: 'drafted', releaseId: draft.release.releaseId, percent: 10 });
    await report(anna, 'drafted');
    expect(await waiting('drafted')).toBeDefined();
  });

  test('is made at most ten times a minute', async () => {
    const { methods } = await anna.call('limits.get', {});
    expect(methods).toContainEqual(expect.objectContaining({ name: 'appReports.create', perMinute: 10 }));
  });

  test('is the own data of who made it, and is forgotten with the account or a month after the end', async () => {
    const { sql } = server.app;
    const data = appReportData(sql);
    expect(await data.given?.read(boris.accountId)).toMatchObject([{ app: 'lottery', reason: 'fraud' }]);
    await data.erase?.(boris.accountId, new AbortController().signal);
    expect(await data.given?.read(boris.accountId)).toEqual([]);
    await purgeAppReports(sql, new Date(Date.now() - 86_400_000));
    expect(await data.given?.read(anna.accountId)).toHaveLength(4);
    await purgeAppReports(sql, new Date(Date.now() + 1000));
    // What is open stays.
    expect(await data.given?.read(anna.accountId)).toMatchObject([{ app: 'of-moderator' }, { app: 'drafted' }]);
  });
});
