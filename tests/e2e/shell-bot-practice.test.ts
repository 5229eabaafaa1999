import { expect as expectPlain, test } from 'vitest';
import { callHttp } from '../support/http.ts';
import { expect } from '../support/expect.ts';
import { startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';
import { composer } from '../support/shell-parts.ts';
import type { TestPerson } from '../support/server.ts';

const development = await startShell();
await development.server.app.seedDemo();
const production = await startShell({ mode: 'production' });

const WITH_PEOPLE = { name: 'Создать группу с учебными жителями' };

async function ownBot(owner: TestPerson, username: string): Promise<string> {
  const { bot } = await owner.call('bots.register', { username, name: 'Справочная' });
  return `/settings/bots?bot=${bot.account.accountId}`;
}

test('on a development server the owner of a bot makes a group with the practice people', async () => {
  const { server, open } = development;
  const olga = await server.person('Ольга');
  const page = await open(olga, await ownBot(olga, 'practice_bot'));
  const make = page.getByRole('button', WITH_PEOPLE);
  await expect(make).toBeVisible();
  await expectGoodLooks(page);
  await make.click();
  await expect(composer(page)).toBeVisible();
  const { chats } = await olga.call('chats.list', {});
  const { chatId } = chats.find(({ kind }) => kind === 'group')!;
  const { members } = await olga.call('chats.listMembers', { chatId });
  expectPlain(members.map(({ account }) => account.name).sort()).toEqual(
    ['Алиса Соколова', 'Борис Волков', 'Вера Ильина', 'Галина Петрова', 'Дмитрий Орлов', 'Ольга', 'Справочная'].sort(),
  );
});

test('a production server has no practice people, and offers none', async () => {
  const { server, open } = production;
  const olga = await server.person('Ольга');
  const { phone } = olga;
  await callHttp(server.url, 'identity.requestCode', { phone });
  const { code } = server.codes.at(-1)!;
  const signedIn = await callHttp(server.url, 'identity.signIn', { phone, code, device: 'test', transport: 'token' });
  const { token } = signedIn as { token: string };
  const page = await open({ ...olga, token: async () => token }, await ownBot(olga, 'no_practice_bot'));
  await expect(page.getByRole('button', { name: 'Создать группу для проверки' })).toBeVisible();
  const refused = callHttp(server.url, 'identity.listDemoPeople', {});
  await expectPlain(refused).rejects.toMatchObject({ code: 'not_supported' });
  await expect(page.getByRole('button', WITH_PEOPLE)).toHaveCount(0);
});
