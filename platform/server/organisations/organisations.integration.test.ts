import { type InputOf, type OrganisationId, organisations as contract } from '@veche/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { markersLeft } from '../../../tests/support/markers.ts';
import { refusal } from '../../../tests/support/refusal.ts';
import { startTestServer, type TestPerson } from '../../../tests/support/server.ts';
import { declinedData, organisationsData, requestsData } from './personal-data.ts';

/** The number of the first person of the test server. */
const MODERATOR = '+79991000001';
const server = await startTestServer({ moderatorPhones: [MODERATOR] });
const { sql } = server.app;
const mila = await server.person('Мила, модератор');
const boris = await server.person('Борис');
const vera = await server.person('Вера');

type Create = InputOf<typeof contract.create>;

let anna: TestPerson;
let count = 0;
const school = async (owner: TestPerson = anna, more: Partial<Create> = {}) => {
  count += 1;
  const names = { ru: `Школа № ${count}`, en: `School ${count}` };
  return (await owner.call('organisations.create', { kind: 'school', slug: `school-${count}`, names, ...more }))
    .organisation;
};
const join = async (organisationId: OrganisationId, person: TestPerson, by: TestPerson = anna) => {
  await by.call('organisations.invite', { organisationId, accountId: person.accountId });
  await person.call('organisations.answer', { organisationId, isAccepted: true });
};
const ownOf = async (person: TestPerson, organisationId: OrganisationId) =>
  (await person.call('organisations.own', {})).organisations.find((one) => one.organisationId === organisationId);
const peopleOf = async (reader: TestPerson, organisationId: OrganisationId) =>
  (await reader.call('organisations.listMembers', { organisationId })).members.map(
    ({ account, role, isInvited }) => `${account.name} ${isInvited ? 'invited' : role}`,
  );
/** When the moderator read that it was asked for. */
const askedAtOf = async (organisationId: OrganisationId) => {
  for (const state of ['waiting', 'verified'] as const) {
    const { organisations } = await mila.call('organisations.queue', { state });
    const found = organisations.find((one) => one.organisationId === organisationId);
    if (found !== undefined) return found.askedAt;
  }
  return new Date(0).toISOString();
};
const decide = async (
  organisationId: OrganisationId,
  outcome: 'verified' | 'refused' | 'withdrawn',
  note = 'По реестру',
  more: object = {},
) =>
  mila.call('organisations.decide', {
    ...{ organisationId, outcome, note, askedAt: await askedAtOf(organisationId) },
    ...more,
  });
const verify = (organisationId: OrganisationId, more: object = {}) =>
  decide(organisationId, 'verified', 'По реестру', more);
const verified = async (owner: TestPerson = anna, more: Partial<Create> = {}) => {
  const { organisationId } = await school(owner, more);
  await owner.call('organisations.requestVerification', { organisationId, text: 'Звоните' });
  await verify(organisationId);
  return organisationId;
};

let organisationId: OrganisationId;
beforeEach(async () => {
  anna = await server.person('Анна, директор');
  organisationId = (await school()).organisationId;
});

describe('an organisation', () => {
  test('belongs to whoever made it and is checked by nobody', async () => {
    expect(await ownOf(anna, organisationId)).toMatchObject({
      ...{ kind: 'school', role: 'owner', isInvited: false, memberCount: 1, verification: 'none' },
    });
    expect(await ownOf(boris, organisationId)).toBeUndefined();
  });

  test.each([
    ['a name of the state', { names: { ru: 'Госуслуги', en: 'Services' } }, 'names.ru'],
    ['one that looks like it', { names: { ru: 'Услуги', en: 'Gosus1ugi' } }, 'names.en'],
    ['two alphabets in a word', { names: { ru: 'Шкoла', en: 'School' } }, 'names.ru'],
    ['a check mark', { names: { ru: 'Школа ✔', en: 'School' } }, 'names.ru'],
    ['a slug of the state', { slug: 'my-gosuslugi' }, 'slug'],
    ['an address that is no host', { webHost: 'https://school.ru/' }, 'webHost'],
    ['no kind', { kind: 'club' as 'school' }, 'kind'],
  ])('with %s is not made', async (_name, more, field) => {
    expect(await refusal(school(anna, more))).toMatchObject({ code: 'invalid_input', field });
  });

  test('does not take the address of another, and a person owns ten at most', async () => {
    const lena = await server.person('Лена');
    const taken = (await ownOf(anna, organisationId))?.slug ?? '';
    expect(await refusal(school(lena, { slug: taken }))).toMatchObject({ code: 'conflict', field: 'slug' });
    for (let made = 0; made < 10; made += 1) await school(lena);
    expect((await refusal(school(lena))).code).toBe('conflict');
  });

  test('is changed by an owner until it is verified', async () => {
    const change = { organisationId, names: { ru: 'Лицей', en: 'Lyceum' }, webHost: 'lyceum.example.org' };
    await join(organisationId, boris);
    expect(await refusal(vera.call('organisations.update', change))).toMatchObject({ code: 'not_found' });
    expect(await refusal(boris.call('organisations.update', change))).toMatchObject({ code: 'forbidden' });
    expect(
      await refusal(anna.call('organisations.update', { ...change, names: { ru: 'МВД', en: 'X' } })),
    ).toMatchObject({
      code: 'invalid_input',
      field: 'names.ru',
    });
    await anna.call('organisations.requestVerification', { organisationId, text: 'Звоните' });
    expect((await anna.call('organisations.update', change)).organisation).toMatchObject({
      ...{ names: change.names, webHost: change.webHost, verification: 'none' },
    });
    const done = await verified();
    expect(await refusal(anna.call('organisations.update', { ...change, organisationId: done }))).toMatchObject({
      code: 'conflict',
      field: 'organisationId',
    });
  });

  test('is closed by the owner who is left alone in it', async () => {
    await anna.call('organisations.invite', { organisationId, accountId: boris.accountId });
    expect((await refusal(anna.call('organisations.close', { organisationId }))).code).toBe('conflict');
    await boris.call('organisations.answer', { organisationId, isAccepted: true });
    expect((await refusal(boris.call('organisations.close', { organisationId }))).code).toBe('forbidden');
    await boris.call('organisations.leave', { organisationId });
    await anna.call('organisations.close', { organisationId });
    expect(await ownOf(anna, organisationId)).toBeUndefined();
  });
});

describe('people of an organisation', () => {
  test('are in it by their own yes alone', async () => {
    const invitation = { organisationId, accountId: boris.accountId };
    expect(await anna.call('organisations.invite', invitation)).toEqual({ changed: true });
    expect(await anna.call('organisations.invite', invitation)).toEqual({ changed: false });
    expect(await ownOf(boris, organisationId)).toMatchObject({ isInvited: true, role: 'member' });
    expect((await refusal(boris.call('organisations.listMembers', { organisationId }))).code).toBe('not_found');
    expect(await peopleOf(anna, organisationId)).toEqual(['Анна, директор owner', 'Борис invited']);
    await boris.call('organisations.answer', { organisationId, isAccepted: false });
    expect(await ownOf(boris, organisationId)).toBeUndefined();
    const late = boris.call('organisations.answer', { organisationId, isAccepted: true });
    expect(await refusal(late)).toMatchObject({ code: 'not_found', field: 'organisationId' });

    // Nobody presses the same person again and again.
    const again = anna.call('organisations.invite', invitation);
    expect(await refusal(again)).toMatchObject({ code: 'forbidden', field: 'accountId' });
    const other = await school();
    await join(other.organisationId, boris);
    expect(await declinedData(sql).given?.read(boris.accountId)).toHaveLength(1);
    await sql`update organisation_declined set at = at - interval '30 days' where account_id = ${boris.accountId}`;

    await join(organisationId, boris);
    expect(await ownOf(boris, organisationId)).toMatchObject({ isInvited: false });
    expect(await boris.call('organisations.answer', { organisationId, isAccepted: true })).toEqual({ changed: false });
  });

  test('are invited by owners and admins, and neither are bots nor who lets nobody add them', async () => {
    const invite = (by: TestPerson, accountId: number) =>
      refusal(by.call('organisations.invite', { organisationId, accountId }));
    const lena = await server.person('Лена');
    expect(await invite(vera, lena.accountId)).toMatchObject({ code: 'not_found', field: 'organisationId' });
    await join(organisationId, boris);
    expect(await invite(boris, lena.accountId)).toMatchObject({ code: 'forbidden', field: 'organisationId' });
    expect(await invite(anna, 12345)).toMatchObject({ code: 'not_found', field: 'accountId' });
    const { bot } = await anna.call('bots.register', { username: `org_${count}_bot`, name: 'Робот' });
    expect(await invite(anna, bot.account.accountId)).toMatchObject({ code: 'not_found', field: 'accountId' });
    await lena.call('privacy.set', { subject: 'addToChats', audience: 'nobody' });
    expect(await invite(anna, lena.accountId)).toMatchObject({ code: 'forbidden', field: 'accountId' });
    await anna.call('organisations.setRole', { organisationId, accountId: boris.accountId, role: 'admin' });
    expect(await boris.call('organisations.invite', { organisationId, accountId: vera.accountId })).toEqual({
      changed: true,
    });
  });

  test('have no more than twenty invitations waiting, also when two come at the same moment', async () => {
    const lena = await server.person('Лена');
    await sql`
      with made as (
        insert into organisation (organisation_id, kind, slug, names, created_at)
        select 900 + n, 'school', 'many-' || n, '{"ru": "Ш", "en": "S"}', now() from generate_series(1, 19) n
        returning organisation_id)
      insert into organisation_member (account_id, organisation_id, role)
      select ${lena.accountId}, organisation_id, 'member' from made`;
    const places = [
      organisationId,
      ...(await Promise.all([1, 2, 3].map(() => school()))).map((one) => one.organisationId),
    ];
    const invited = await Promise.allSettled(
      places.map((id) => anna.call('organisations.invite', { organisationId: id, accountId: lena.accountId })),
    );
    expect(invited.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [full] = invited.filter((one) => one.status === 'rejected');
    expect(full?.reason).toMatchObject({ code: 'conflict', field: 'accountId' });
  });

  test('are told how many there are, and what moderators said, where they lead', async () => {
    await join(organisationId, boris);
    await anna.call('organisations.invite', { organisationId, accountId: vera.accountId });
    await anna.call('organisations.requestVerification', { organisationId, text: 'Звоните' });
    await decide(organisationId, 'refused', 'Нет в реестре');
    for (const person of [boris, vera]) {
      const own = await ownOf(person, organisationId);
      expect(own).toMatchObject({ verification: 'refused' });
      for (const hidden of ['note', 'memberCount']) expect(own).not.toHaveProperty(hidden);
    }
    await anna.call('organisations.setRole', { organisationId, accountId: boris.accountId, role: 'admin' });
    expect(await ownOf(boris, organisationId)).toMatchObject({ note: 'Нет в реестре', memberCount: 2 });
  });

  test('see who leads; who is a member beside them, owners and admins see', async () => {
    await join(organisationId, boris);
    await join(organisationId, vera);
    expect(await peopleOf(vera, organisationId)).toEqual(['Анна, директор owner']);
    await anna.call('organisations.setRole', { organisationId, accountId: boris.accountId, role: 'admin' });
    expect(await peopleOf(boris, organisationId)).toEqual([...['Анна, директор owner', 'Борис admin', 'Вера member']]);
    expect((await refusal(mila.call('organisations.listMembers', { organisationId }))).code).toBe('not_found');
    const first = await anna.call('organisations.listMembers', { organisationId, limit: 2 });
    const rest = await anna.call('organisations.listMembers', { organisationId, limit: 2, cursor: first.nextCursor });
    expect([...first.members, ...rest.members].map(({ account }) => account.name)).toHaveLength(3);
    expect(rest.nextCursor).toBeUndefined();
  });

  test('are given roles by an owner', async () => {
    const setRole = (by: TestPerson, of: TestPerson, role: 'owner' | 'admin' | 'member') =>
      by.call('organisations.setRole', { organisationId, accountId: of.accountId, role });
    await anna.call('organisations.invite', { organisationId, accountId: boris.accountId });
    expect(await refusal(setRole(anna, boris, 'admin'))).toMatchObject({ code: 'not_found', field: 'accountId' });
    await boris.call('organisations.answer', { organisationId, isAccepted: true });
    await setRole(anna, boris, 'admin');
    expect(await refusal(setRole(boris, boris, 'owner'))).toMatchObject({ code: 'forbidden' });
    expect(await refusal(setRole(anna, anna, 'member'))).toMatchObject({ code: 'conflict' });
    await setRole(anna, boris, 'owner');
    expect(await refusal(setRole(anna, boris, 'member'))).toMatchObject({ code: 'forbidden', field: 'accountId' });
    expect(await setRole(anna, anna, 'member')).toEqual({ changed: true });
    expect(await ownOf(anna, organisationId)).toMatchObject({ role: 'member' });
  });

  test('are removed by admins, admins by owners, owners by nobody', async () => {
    const remove = (by: TestPerson, of: TestPerson) =>
      by.call('organisations.remove', { organisationId, accountId: of.accountId });
    for (const person of [boris, vera, mila]) await join(organisationId, person);
    for (const person of [boris, vera])
      await anna.call('organisations.setRole', { organisationId, accountId: person.accountId, role: 'admin' });
    expect(await refusal(remove(mila, boris))).toMatchObject({ code: 'forbidden', field: 'organisationId' });
    expect(await refusal(remove(boris, vera))).toMatchObject({ code: 'forbidden', field: 'accountId' });
    expect(await refusal(remove(boris, anna))).toMatchObject({ code: 'forbidden', field: 'accountId' });
    expect(await refusal(remove(boris, boris))).toMatchObject({ code: 'conflict', field: 'accountId' });
    expect(await remove(boris, mila)).toEqual({ changed: true });
    expect(await remove(boris, mila)).toEqual({ changed: false });
    expect(await remove(anna, vera)).toEqual({ changed: true });
    expect((await refusal(vera.call('organisations.listMembers', { organisationId }))).code).toBe('not_found');
  });

  test('leave at once, but for the last owner', async () => {
    await join(organisationId, boris);
    expect(await refusal(anna.call('organisations.leave', { organisationId }))).toMatchObject({ code: 'conflict' });
    await boris.call('organisations.leave', { organisationId });
    expect(await ownOf(boris, organisationId)).toBeUndefined();
    expect((await refusal(boris.call('organisations.leave', { organisationId }))).code).toBe('not_found');
  });

  test('own no more organisations by another owner than by making them', async () => {
    await join(organisationId, vera);
    for (let count = 0; count < contract.MAX_OWN_ORGANISATIONS; count += 1) await school(vera);
    const eleventh = anna.call('organisations.setRole', { organisationId, accountId: vera.accountId, role: 'owner' });
    expect(await refusal(eleventh)).toMatchObject({ code: 'conflict', field: 'accountId' });
  });

  test('of two owners who leave at the same moment one stays', async () => {
    await join(organisationId, boris);
    await anna.call('organisations.setRole', { organisationId, accountId: boris.accountId, role: 'owner' });
    const both = await Promise.allSettled([
      anna.call('organisations.leave', { organisationId }),
      boris.call('organisations.leave', { organisationId }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('verification', () => {
  const ask = (person: TestPerson = anna) =>
    person.call('organisations.requestVerification', { organisationId, text: 'Реестр № 7' });

  test('is asked for by an owner, and decided by a moderator who says why', async () => {
    await join(organisationId, boris);
    expect((await refusal(ask(boris))).code).toBe('forbidden');
    expect((await refusal(ask(vera))).code).toBe('not_found');
    expect((await refusal(verify(organisationId))).code).toBe('conflict');
    expect((await ask()).organisation).toMatchObject({ verification: 'waiting' });
    const { organisations } = await mila.call('organisations.queue', {});
    expect(organisations.find((one) => one.organisationId === organisationId)).toMatchObject({
      ...{ request: 'Реестр № 7', owners: [{ name: 'Анна, директор' }] },
    });
    expect((await refusal(anna.call('organisations.queue', {}))).code).toBe('forbidden');
    const askedAt = await askedAtOf(organisationId);
    const own = anna.call('organisations.decide', { organisationId, askedAt, outcome: 'verified', note: 'Я сама' });
    expect((await refusal(own)).code).toBe('forbidden');
    const silent = decide(organisationId, 'refused', ' ');
    expect(await refusal(silent)).toMatchObject({ code: 'invalid_input', field: 'note' });

    await decide(organisationId, 'refused', 'Нет в реестре');
    expect(await ownOf(anna, organisationId)).toMatchObject({ verification: 'refused', note: 'Нет в реестре' });
    await ask();
    await verify(organisationId);
    expect(await ownOf(anna, organisationId)).toMatchObject({ verification: 'verified', note: 'По реестру' });
    expect((await refusal(ask())).code).toBe('conflict');
    const { acts } = await mila.call('moderation.listActs', {});
    expect(acts.slice(0, 2).map(({ kind }) => kind)).toEqual(['organisation.verified', 'organisation.refused']);
  });

  test('is about what the moderator read, and not about what it was changed to since', async () => {
    await ask();
    const askedAt = await askedAtOf(organisationId);
    const names = { ru: 'Совсем другая школа', en: 'Quite another school' };
    await anna.call('organisations.update', { organisationId, names, webHost: null });
    await ask();
    expect(await refusal(verify(organisationId, { askedAt }))).toMatchObject({ code: 'conflict' });
    expect(await ownOf(anna, organisationId)).toMatchObject({ verification: 'waiting' });
    await verify(organisationId);
  });

  test('of an organisation of the moderator is for another one', async () => {
    await join(organisationId, mila);
    await ask();
    expect((await refusal(verify(organisationId))).code).toBe('forbidden');
  });

  test('gives an agency its name, and takes it back with itself', async () => {
    await ask();
    const officialNames = { ru: 'Госуслуги', en: 'Gosuslugi' };
    const early = decide(organisationId, 'refused', 'x', { officialNames });
    expect(await refusal(early)).toMatchObject({ code: 'invalid_input', field: 'officialNames' });
    const mixed = verify(organisationId, { officialNames: { ru: 'Гocуслуги', en: 'X' } });
    expect(await refusal(mixed)).toMatchObject({ code: 'invalid_input', field: 'officialNames.ru' });
    await verify(organisationId, { officialNames });
    expect(await ownOf(anna, organisationId)).toMatchObject({ officialNames });
    const { organisations } = await mila.call('organisations.queue', { state: 'verified' });
    expect(organisations[0]).toMatchObject({ organisationId, officialNames });
    await decide(organisationId, 'withdrawn', 'Закрыта');
    const after = await ownOf(anna, organisationId);
    expect(after).toMatchObject({ verification: 'withdrawn', note: 'Закрыта' });
    expect(after).not.toHaveProperty('officialNames');
    const again = decide(organisationId, 'withdrawn', 'Ещё раз');
    expect((await refusal(again)).code).toBe('conflict');
  });
});

describe('an account that goes', () => {
  const [places, requests] = [organisationsData(sql), requestsData(sql)];
  const gone = async (person: TestPerson) => {
    for (const { erase } of [places, requests]) await erase?.(person.accountId, new AbortController().signal);
  };
  const exportOf = async ({ accountId }: TestPerson) => ({
    places: await places.given?.read(accountId),
    requests: await requests.given?.read(accountId),
  });

  test('takes its places along; the oldest admin follows the last owner', async () => {
    const lena = await server.person('Лена');
    const made = await school(lena);
    for (const person of [boris, vera]) await join(made.organisationId, person, lena);
    const admin = { organisationId: made.organisationId, accountId: vera.accountId, role: 'admin' } as const;
    await lena.call('organisations.setRole', admin);
    const asked = { organisationId: made.organisationId, text: 'Мой телефон' };
    await lena.call('organisations.requestVerification', asked);
    expect(await exportOf(lena)).toMatchObject({
      places: [{ slug: made.slug, role: 'owner' }],
      requests: [{ slug: made.slug, text: asked.text }],
    });
    await gone(lena);
    await gone(lena);
    expect(await exportOf(lena)).toEqual({ places: [], requests: [] });
    expect(await peopleOf(vera, made.organisationId)).toEqual(['Вера owner', 'Борис member']);
    expect(await markersLeft(sql, asked.text)).toEqual([]);
    expect(await ownOf(vera, made.organisationId)).toMatchObject({ verification: 'none' });
  });

  test('takes what it said to moderators along, which no other owner was given', async () => {
    const [lena, oleg] = [await server.person('Лена'), await server.person('Олег')];
    const { organisationId: shared, slug } = await school(lena);
    await join(shared, oleg, lena);
    await lena.call('organisations.setRole', { organisationId: shared, accountId: oleg.accountId, role: 'owner' });
    const text = 'Мой домашний телефон';
    await lena.call('organisations.requestVerification', { organisationId: shared, text });
    await lena.call('organisations.leave', { organisationId: shared });
    expect(await exportOf(lena)).toEqual({ places: [], requests: [{ slug, text }] });
    expect(await exportOf(oleg)).toMatchObject({ places: [{ slug, role: 'owner' }], requests: [] });
    expect(JSON.stringify(await exportOf(oleg))).not.toContain(text);

    await gone(lena);
    expect(await markersLeft(sql, text)).toEqual([]);
    expect(await ownOf(oleg, shared)).toMatchObject({ role: 'owner', verification: 'none' });
    await oleg.call('organisations.requestVerification', { organisationId: shared, text: 'Спросите Олега' });
    await verify(shared);
    await gone(lena);
    expect((await exportOf(oleg)).requests).toEqual([{ slug, text: 'Спросите Олега' }]);
    await gone(oleg);
    expect(await markersLeft(sql, 'Спросите Олега')).toEqual([]);
  });

  test('leaves an organisation that nobody answers for unverified', async () => {
    const lena = await server.person('Лена');
    const left = await verified(lena);
    await join(left, boris, lena);
    await gone(lena);
    expect(await ownOf(boris, left)).toMatchObject({ verification: 'none' });
  });
});
