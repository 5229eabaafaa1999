import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createTestBots } from '../../../../tests/support/bots-wing.ts';
import { refusal } from '../../../../tests/support/refusal.ts';

const database = await createTestDatabase();
const world = createTestBots(database.sql);
const alice = await world.person('Алиса Соколова');
const bob = await world.person('Борис Волков');
const vera = await world.person('Вера Ильина');
const stranger = await world.person('Григорий');
await world.start();
afterAll(() => world.stop());

const bot = await world.bot(alice, 'clerk_bot');
const direct = await world.direct(alice, bot);
const group = await world.group(alice, [bob, bot]);
const list = (...names: string[]) => names.map((command) => ({ command, description: `О ${command}` }));
const offered = async (reader: typeof alice, chatId: typeof direct) =>
  (await world.call(reader, 'chats.bots', { chatId })).bots.map(({ commands }) =>
    commands.map(({ command }) => command).join(' '),
  );

test('a person is offered the commands of the narrowest scope that has a list, and the wider one once it is gone', async () => {
  const set = (scope: object, ...names: string[]) =>
    world.call(bot, 'bots.setCommands', { scope: scope as never, commands: list(...names) });
  await set({ kind: 'default' }, 'start');
  expect([await offered(alice, direct), await offered(bob, group)]).toEqual([['start'], ['start']]);
  await set({ kind: 'allDirect' }, 'mine');
  await set({ kind: 'allGroups' }, 'ours');
  await set({ kind: 'allAdmins' }, 'lead');
  expect([await offered(alice, direct), await offered(alice, group), await offered(bob, group)]).toEqual([
    ...[['mine'], ['lead'], ['ours']],
  ]);
  await set({ kind: 'chat', chatId: group }, 'here');
  await set({ kind: 'chatMember', chatId: group, accountId: bob }, 'only', 'bob');
  expect([await offered(alice, group), await offered(bob, group)]).toEqual([['here'], ['only bob']]);
  await world.call(bot, 'bots.deleteCommands', { scope: { kind: 'chatMember', chatId: group, accountId: bob } });
  await set({ kind: 'chat', chatId: group });
  expect(await offered(bob, group)).toEqual(['ours']);
  expect(await world.call(bot, 'bots.getCommands', { scope: { kind: 'allGroups' } })).toEqual({
    commands: list('ours'),
  });
  expect(await world.call(bot, 'bots.getCommands', { language: 'ru' })).toEqual({ commands: [] });
});

test('the own language goes before the general list, in commands and in what the bot says of itself', async () => {
  const speaker = await world.bot(alice, 'speaker_bot');
  const chatId = await world.direct(bob, speaker);
  await world.call(speaker, 'bots.setCommands', { commands: list('start') });
  await world.call(speaker, 'bots.setCommands', { language: 'ru', commands: list('nachat') });
  await world.call(speaker, 'bots.setAbout', { description: 'Repeats', shortDescription: 'Echo' });
  await world.call(speaker, 'bots.setAbout', { language: 'ru', description: 'Повторяет' });
  const { bots } = await world.call(bob, 'chats.bots', { chatId });
  expect(bots).toEqual([
    {
      account: { accountId: speaker, kind: 'bot', name: 'speaker_bot', username: 'speaker_bot' },
      commands: list('nachat'),
      description: 'Повторяет',
      shortDescription: 'Echo',
      menu: { kind: 'commands' },
    },
  ]);
  await world.call(speaker, 'bots.setAbout', { language: 'ru', description: '' });
  expect((await world.call(bob, 'chats.bots', { chatId })).bots[0]?.description).toBe('Repeats');
  expect(await world.call(speaker, 'bots.getAbout', {})).toEqual({ description: 'Repeats', shortDescription: 'Echo' });
});

test('a bot changes its name, and those who talk to it are told', async () => {
  const renamed = await world.bot(alice, 'renamed_bot');
  await world.direct(bob, renamed);
  const { account } = await world.call(renamed, 'bots.setName', { name: ' Справочная ' });
  expect(account).toMatchObject({ accountId: renamed, name: 'Справочная' });
  expect(await world.call(renamed, 'bots.setName', { name: 'Справочная' })).toEqual({ account });
  const { events } = await world.call(bob, 'sync.pullAccount', { after: 0 });
  expect(events.filter((event) => event.kind === 'account.changed').map((event) => event.account)).toEqual([account]);
  const { bots } = await world.call(alice, 'bots.list', {});
  expect(bots.find((one) => one.account.accountId === renamed)?.account.name).toBe('Справочная');
  for (const name of ['', 'x'.repeat(65), '\u200b']) {
    expect(await refusal(world.call(renamed, 'bots.setName', { name }))).toMatchObject({ field: 'name' });
  }
});

test('the menu button of one chat goes before that of all', async () => {
  const menu = { kind: 'app' as const, text: 'Открыть', app: 'hello' };
  await world.call(bot, 'bots.setMenu', { menu });
  const shown = async () => (await world.call(alice, 'chats.bots', { chatId: direct })).bots[0]?.menu;
  expect(await shown()).toEqual(menu);
  await world.call(bot, 'bots.setMenu', { chatId: direct, menu: { kind: 'commands' } });
  expect(await shown()).toEqual({ kind: 'commands' });
  await world.call(bot, 'bots.setMenu', { chatId: direct, menu: null });
  expect(await world.call(bot, 'bots.getMenu', { chatId: direct })).toEqual({ menu });
});

test('who is not in the chat, or no longer, learns nothing of its bots', async () => {
  const refused = { code: 'not_found', field: 'chatId' };
  expect(await refusal(world.call(stranger, 'chats.bots', { chatId: group }))).toMatchObject(refused);
  await world.call(alice, 'chats.addMember', { chatId: group, accountId: vera });
  expect(await world.call(vera, 'chats.bots', { chatId: group })).toMatchObject({ bots: [{}] });
  await world.call(alice, 'chats.removeMember', { chatId: group, accountId: vera });
  expect(await refusal(world.call(vera, 'chats.bots', { chatId: group }))).toMatchObject(refused);
});

test('a bot that was blocked offers nothing, and one that left is not named', async () => {
  const pushy = await world.bot(alice, 'pushy_bot');
  await world.call(pushy, 'bots.setCommands', { commands: list('buy') });
  const own = await world.direct(bob, pushy);
  expect(await offered(bob, own)).toEqual(['buy']);
  await world.call(bob, 'blocks.add', { accountId: pushy });
  expect(await offered(bob, own)).toEqual([]);
  const yard = await world.group(alice, [pushy, vera]);
  expect(await offered(vera, yard)).toEqual(['buy']);
  await world.call(alice, 'chats.removeMember', { chatId: yard, accountId: pushy });
  expect(await offered(vera, yard)).toEqual([]);
});

test('a bot sets nothing for chats it is not in, and nothing for members there are not', async () => {
  const elsewhere = await world.group(bob, [vera]);
  const set = (scope: object) =>
    refusal(world.call(bot, 'bots.setCommands', { scope: scope as never, commands: list('x') }));
  const refused = { code: 'not_found', field: 'scope.chatId' };
  expect(await set({ kind: 'chat', chatId: elsewhere })).toMatchObject(refused);
  expect(await set({ kind: 'chatAdmins', chatId: direct })).toMatchObject(refused);
  expect(await set({ kind: 'chatMember', chatId: group, accountId: stranger })).toMatchObject(refused);
  const menu = { menu: { kind: 'commands' as const } };
  for (const chatId of [group, elsewhere]) {
    expect(await refusal(world.call(bot, 'bots.setMenu', { chatId, ...menu }))).toMatchObject({ field: 'chatId' });
  }
});

test.each([
  ['commands.0.command', list('Start')],
  ['commands.0.command', list('x'.repeat(33))],
  ['commands.0.description', [{ command: 'x', description: ' ' }]],
  ['commands.0.description', [{ command: 'x', description: 'x'.repeat(257) }]],
  ['commands.1.command', list('same', 'same')],
  ['commands', Array.from({ length: 101 }, (_, index) => list(`c${index}`)[0]!)],
])('%s is refused', async (field, commands) => {
  expect(await refusal(world.call(bot, 'bots.setCommands', { commands }))).toMatchObject({
    ...{ code: 'invalid_input', field },
  });
});

test('a bot keeps no more lists than it may; those it has it can still change', async () => {
  const hoarder = await world.bot(alice, 'hoarder_bot');
  await world.call(hoarder, 'bots.setCommands', { commands: list('one') });
  await database.sql`
    insert into bot_command_list (bot_id, scope, language, commands)
    select ${hoarder}, 'chat:' || n, '', '[]' from generate_series(1, 9999) n`;
  const more = world.call(hoarder, 'bots.setCommands', { language: 'en', commands: list('two') });
  expect(await refusal(more)).toMatchObject({ code: 'conflict' });
  await world.call(hoarder, 'bots.setCommands', { commands: list('other') });
});
