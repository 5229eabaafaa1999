import { beforeAll, describe, expect, test } from 'vitest';
import { appBundle } from '../../../../tests/support/app-bundle.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { catalogueData } from './personal-data.ts';
import { countStanding } from './store.ts';

const server = await startTestServer();
let developer: TestPerson;
let anna: TestPerson;
let boris: TestPerson;

const named = (slug: string, ru: string, en: string, more: object = {}) =>
  developer.call('apps.publish', appBundle(slug, {}, { name: { ru, en }, ...more }));
const slugs = async (person: TestPerson, input: object = {}) =>
  (await person.call('catalogue.search', input)).apps.map(({ slug }) => slug);
const launch = (person: TestPerson, app: string) => person.call('apps.launch', { app });
const find = async (person: TestPerson, slug: string) =>
  (await person.call('catalogue.search', { query: slug })).apps.find((app) => app.slug === slug);

beforeAll(async () => {
  [developer, anna, boris] = [
    await server.person('Дмитрий'),
    await server.person('Анна'),
    await server.person('Борис'),
  ];
  await named('school-diary', 'Школьный дневник', 'School diary', { category: 'education' });
  await named('tree-map', 'Ёлки рядом', 'Fir trees near', { description: { ru: 'Где купить', en: 'Where to buy' } });
  await named('diary-two', 'Мой дневник', 'My diary', { category: 'tools' });
  await named('hidden-one', 'Дневник из чата', 'Diary of a chat', { entry_points: ['chat'] });
});

describe('the catalogue', () => {
  test('finds by both languages, by the beginning of a name first, and takes ё for е', async () => {
    expect(await slugs(anna, { query: 'МОЙ дневн' })).toEqual(['diary-two']);
    expect(await slugs(anna, { query: 'diary' })).toEqual(['diary-two', 'school-diary'].toSorted());
    expect(await slugs(anna, { query: 'школьный' })).toEqual(['school-diary']);
    expect(await slugs(anna, { query: 'елки' })).toEqual(['tree-map']);
    expect(await slugs(anna, { query: 'купить' })).toEqual(['tree-map']);
    expect(await slugs(anna, { query: '%' })).not.toContain('nothing');
    expect(await slugs(anna, { query: 'нет такого' })).toEqual([]);
  });

  test('keeps to a shelf, and leaves out what opens in chats alone', async () => {
    expect(await slugs(anna, { category: 'education' })).toEqual(['school-diary']);
    expect(await slugs(anna)).not.toContain('hidden-one');
  });

  test('gives one app by its id or its number, but none that opens in chats alone', async () => {
    const { appId } = (await find(anna, 'tree-map'))!;
    expect(await slugs(anna, { app: appId })).toEqual(['tree-map']);
    expect(await slugs(anna, { app: 'tree-map' })).toEqual(['tree-map']);
    expect(await slugs(anna, { app: 'tree' })).toEqual([]);
    expect(await slugs(anna, { app: appId + 1 })).toEqual([]);
    expect(await slugs(anna, { app: 'hidden-one' })).toEqual([]);
  });

  test('gives page after page, each app once', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await anna.call('catalogue.search', { limit: 1, ...(cursor !== undefined && { cursor }) });
      seen.push(...page.apps.map(({ slug }) => slug));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen.toSorted()).toEqual(['diary-two', 'school-diary', 'tree-map']);
  });

  test.each([
    ['a cursor of somebody', { cursor: 'x' }, 'cursor'],
    ['an unknown shelf', { category: 'casino' }, 'category'],
    ['words without end', { query: 'x'.repeat(65) }, 'query'],
    ['no words', { query: ' ' }, 'query'],
    ['no id', { app: 'Tree map' }, 'app'],
  ])('%s is refused by name', async (_name, input, field) => {
    expect(await refusal(anna.call('catalogue.search', input as object))).toMatchObject({
      code: 'invalid_input',
      field,
    });
  });
});

describe('what somebody opened', () => {
  test('is told to oneself alone, last used first, and can be forgotten', async () => {
    await launch(anna, 'school-diary');
    await launch(anna, 'tree-map');
    await launch(anna, 'school-diary');
    const recent = async (person: TestPerson) =>
      (await person.call('catalogue.recent', {})).apps.map(({ slug }) => slug);
    expect(await recent(anna)).toEqual(['school-diary', 'tree-map']);
    expect(await recent(boris)).toEqual([]);
    expect(await anna.call('catalogue.forget', { app: 'tree-map' })).toEqual({ changed: true });
    expect(await anna.call('catalogue.forget', { app: 'tree-map' })).toEqual({ changed: false });
    expect(await recent(anna)).toEqual(['school-diary']);
  });
});

describe('ratings', () => {
  test('come from those who opened the app, once each, and are told from three on', async () => {
    expect(await refusal(boris.call('catalogue.rate', { app: 'diary-two', stars: 5 }))).toMatchObject({
      code: 'forbidden',
      field: 'app',
    });
    await launch(developer, 'diary-two');
    expect(await refusal(developer.call('catalogue.rate', { app: 'diary-two', stars: 5 }))).toMatchObject({
      code: 'forbidden',
    });
    expect(await refusal(boris.call('catalogue.rate', { app: 'no-such-app', stars: 5 }))).toMatchObject({
      code: 'not_found',
      field: 'app',
    });
    const people = [anna, boris, await server.person('Вера')];
    for (const [index, person] of people.entries()) {
      expect((await find(anna, 'diary-two'))?.rating).toBeUndefined();
      await launch(person, 'diary-two');
      await person.call('catalogue.rate', { app: 'diary-two', stars: 1 });
      await person.call('catalogue.rate', { app: 'diary-two', stars: 3 + index });
    }
    expect(await find(anna, 'diary-two')).toMatchObject({ rating: { average: 4, count: 3 }, ownStars: 3 });
    expect(await anna.call('catalogue.rate', { app: 'diary-two', stars: null })).toEqual({ changed: true });
    const without = await find(anna, 'diary-two');
    expect(without?.rating).toBeUndefined();
    expect(without?.ownStars).toBeUndefined();
    await anna.call('catalogue.rate', { app: 'diary-two', stars: 3 });
  });

  test('and people of the last 28 days decide the order among equals', async () => {
    await countStanding(server.app.sql, new Date(Date.now() - 60_000));
    expect(await find(anna, 'diary-two')).toMatchObject({ monthlyPeople: 4, rating: { average: 4, count: 3 } });
    expect((await slugs(anna))[0]).toBe('diary-two');
    await countStanding(server.app.sql, new Date(Date.now() + 60_000));
    expect(await find(anna, 'diary-two')).toMatchObject({ monthlyPeople: 0 });
  });

  test('are none of an app that everyone has forgotten', async () => {
    const gleb = await server.person('Глеб');
    await named('forgotten', 'Забытое', 'Forgotten');
    await launch(gleb, 'forgotten');
    await countStanding(server.app.sql, new Date(0));
    expect(await find(anna, 'forgotten')).toMatchObject({ monthlyPeople: 1 });
    await gleb.call('catalogue.forget', { app: 'forgotten' });
    await countStanding(server.app.sql, new Date(0));
    expect(await find(anna, 'forgotten')).toMatchObject({ monthlyPeople: 0 });
  });

  test('of a person who is erased go with them', async () => {
    const { erase } = catalogueData(server.app.sql);
    await erase?.(boris.accountId, new AbortController().signal);
    expect((await find(anna, 'diary-two'))?.rating).toBeUndefined();
    expect((await boris.call('catalogue.recent', {})).apps).toEqual([]);
  });
});

describe('the icon of an app', () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h4v7z"/></svg>`;
  const withIcon = (slug: string) =>
    appBundle(slug, { 'icon.svg': svg }, { icons: [{ src: 'icon.svg', sizes: 'any' }] });

  test('is shown as the platform drew it: a picture of one kind that may be kept for ever, and nothing of the file', async () => {
    const { app } = await developer.call('apps.publish', withIcon('pictured'));
    expect((await find(anna, 'pictured'))?.icon).toBe(app.icon);
    expect((await launch(anna, 'pictured')).app.icon).toBe(app.icon);
    expect(await find(anna, 'tree-map')).not.toHaveProperty('icon');
    const response = await fetch(server.url + app.icon);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    const content = Buffer.from(await response.arrayBuffer());
    expect(content.toString('latin1', 0, 4) + content.toString('latin1', 8, 12)).toBe('RIFFWEBP');
  });

  test('of a draft and of a stopped release is given to nobody', async () => {
    const { release } = await developer.call('apps.publish', { ...withIcon('unseen'), as: 'draft' });
    const place = { app: 'unseen', releaseId: release.releaseId };
    const status = async () => (await fetch(`${server.url}/api/app-icons/${place.app}/${place.releaseId}`)).status;
    expect(await status()).toBe(404);
    await developer.call('releases.publish', place);
    expect(await status()).toBe(200);
    await developer.call('releases.kill', { ...place, note: 'Устарело' });
    expect(await status()).toBe(404);
  });
});
