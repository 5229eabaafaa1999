import { beforeAll, describe, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import type { TestPerson } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';
import { chatLink } from '../support/shell-parts.ts';

const { server, open, complaints } = await startShell();
let alice: TestPerson;
let bob: TestPerson;
let vera: TestPerson;

beforeAll(async () => {
  [alice, bob, vera] = [
    await server.person('Алиса Соколова'),
    await server.person('Борис Волков'),
    await server.person('Вера Ильина'),
  ];
  await alice.call('chats.createDirect', { accountId: bob.accountId });
});

describe('contacts', () => {
  test('a person found by phone is kept under an own name, renamed and removed', async () => {
    const page = await open(alice, '/settings', phone);
    await page.getByRole('link', { name: 'Контакты' }).click();
    await expect(page.getByText('Контактов пока нет', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'Добавить' }).click();
    await page.getByLabel('Номер телефона или @имя').fill('+7 000');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('Никого не нашли');
    await page.getByLabel('Номер телефона или @имя').fill(vera.phone);
    await page.getByLabel('Как Вы его называете').fill('Тётя Вера');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^.*Тётя Вера Вера Ильина/ })).toBeVisible();
    await expectGoodLooks(page);

    await page.reload();
    await page.getByRole('button', { name: 'Действия: Тётя Вера' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Изменить имя' }).click();
    await expectGoodLooks(page);
    await page.getByLabel('Как Вы его называете').fill('Вера с третьего этажа');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.getByRole('searchbox', { name: 'Поиск контактов' }).fill('трет');
    await expect(page.getByRole('listitem')).toHaveCount(1);
    await page.getByRole('searchbox').fill('нет такого');
    await expect(page.getByText('Таких контактов нет.')).toBeVisible();
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'Действия: Вера с третьего этажа' }).click();
    await page.getByRole('menuitem', { name: 'Удалить из контактов' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Удалить из контактов' }).click();
    await expect(page.getByText('Контактов пока нет', { exact: false })).toBeVisible();
  });
});

test('numbers of a list or a vCard are looked at, found people are added under their names, and it can be undone', async () => {
  const gleb = await server.person('Глеб Зимин');
  await gleb.call('contacts.add', { phone: alice.phone, name: 'Аля' });
  const page = await open(gleb, '/settings/contacts', phone);
  await page.getByRole('button', { name: 'Найти людей по номерам' }).click();
  await expect(page.getByRole('dialog', { name: 'Найти людей по номерам' })).toBeVisible();
  await page.getByLabel('Список номеров').fill('нет номеров');
  await page.getByRole('button', { name: 'Посмотреть' }).press('Enter');
  await expect(page.getByRole('alert')).toHaveText('Номеров в этом нет. Проверьте файл или список.');
  await page.getByLabel('Список номеров').fill(`Алиса ${alice.phone}\nБорис с работы ${bob.phone}\nНикто +79120000000`);
  await page.getByRole('button', { name: 'Посмотреть' }).press('Enter');
  await expect(page.getByRole('checkbox')).toHaveCount(3);
  await expectGoodLooks(page);
  await page.getByRole('checkbox', { name: /Никто/ }).press('Space');
  await page.getByRole('button', { name: 'Найти и добавить' }).press('Enter');
  await expect(page.getByText('Добавлен 1 человек, номеров было 2.')).toBeVisible();
  const named = async () => (await gleb.call('contacts.list', {})).contacts.map(({ name }) => name);
  expectPlain((await named()).sort()).toEqual(['Аля', 'Борис с работы']);
  await page.getByRole('button', { name: 'Отменить добавление' }).press('Enter');
  await expect(page.getByText('Добавление отменено.')).toBeVisible();
  expectPlain(await named()).toEqual(['Аля']);

  const card = `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Вера из школы\r\nTEL;TYPE=CELL:${vera.phone}\r\nEND:VCARD\r\n`;
  await page
    .locator('input[type=file]')
    .setInputFiles([{ name: 'контакты.vcf', mimeType: 'text/vcard', buffer: Buffer.from(card) }]);
  await page.getByRole('button', { name: 'Найти и добавить' }).press('Enter');
  await page.getByRole('button', { name: 'Готово' }).press('Enter');
  await expect(page.getByRole('button', { name: /Вера из школы Вера Ильина/ })).toBeVisible();
});

describe('blocking', () => {
  test('who is blocked from the chat stands in the list, and is let back from there', async () => {
    const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
    const page = await open(alice, `/c/${chat.chatId}?p=info`);
    const panel = page.getByRole('complementary');
    const accept = page.getByRole('alertdialog').getByRole('button', { name: 'Заблокировать' });
    // Presses the agreeing answer the moment it is there, as a hand would that was on its way to another button.
    const hasty = page.locator('veche-notices').evaluate(
      (view) =>
        new Promise<void>((resolve) => {
          new MutationObserver((_changes, observer) => {
            const button = view.shadowRoot?.querySelector<HTMLElement>('[value=accept]');
            if (button === null || button === undefined) return;
            observer.disconnect();
            button.click();
            resolve();
          }).observe(view.shadowRoot!, { childList: true, subtree: true });
        }),
    );
    await panel.getByRole('button', { name: 'Заблокировать' }).click();
    await hasty;
    await expect(accept).toBeEnabled();
    await accept.press('Enter');
    await expect(panel.getByRole('button', { name: 'Разблокировать' })).toBeVisible();

    expectPlain((await alice.call('blocks.list', {})).blocks).toHaveLength(1);

    await page.goto(`${server.url}/settings/blocked`);
    await expect(page.getByRole('listitem').filter({ hasText: 'Борис Волков' })).toBeVisible();
    await expectGoodLooks(page);
    await page.getByRole('button', { name: 'Разблокировать: Борис Волков' }).press('Enter');
    await expect(page.getByText('Вы никого не заблокировали.')).toBeVisible();
    await expectGoodLooks(page);
  });
});

describe('privacy', () => {
  test('a rule with an exception is kept, and survives a reload', async () => {
    const page = await open(alice, '/settings/privacy', phone);
    const rule = page.getByRole('button', { name: /Когда Вы были в сети/ });
    await expect(rule).toContainText('Все');
    await expectGoodLooks(page);
    await rule.press('Enter');
    await page.getByRole('radio', { name: 'Никто' }).press('Space');
    await page.getByRole('button', { name: 'Добавить, кому можно' }).click();
    await page.getByRole('searchbox', { name: 'Имя, @имя или телефон' }).fill(vera.phone);
    await page.getByRole('button', { name: /Вера Ильина/ }).click();
    await expect(page.getByRole('button', { name: 'Убрать исключение: Вера Ильина' })).toBeVisible();
    await expectGoodLooks(page);
    await page.getByRole('button', { name: 'Закрыть' }).click();
    await expect(rule).toContainText('Никто · и ещё 1 человек');
    const { rules } = await alice.call('privacy.get', {});
    expectPlain(rules.lastSeen).toEqual({ audience: 'nobody', allowedIds: [vera.accountId], deniedIds: [] });

    await page.reload();
    await expect(rule).toContainText('Никто · и ещё 1 человек');
    await page.getByRole('button', { name: /Отметки о прочтении/ }).click();
    await expect(page.getByRole('radio')).toHaveCount(2);
  });

  test('is in English for who reads English', async () => {
    const page = await open(bob, '/settings/privacy', { locale: 'en-GB' });
    await expect(page.getByRole('heading', { name: 'Privacy' })).toBeVisible();
    await expect(page.getByRole('button', { name: /When you were here/ })).toContainText('Everyone');
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await expect(page.getByRole('link', { name: 'Blocked people' })).toBeVisible();
    await expect(chatLink(page, 'Алиса Соколова')).toBeHidden();
  });
});

describe('what changes on one device', () => {
  test('is seen on the others that have it open: contacts, blocks, privacy and names in the list', async () => {
    const [contacts, blocked, privacy] = [
      await open(vera, '/settings/contacts', phone),
      await open(vera, '/settings/blocked', phone),
      await open(vera, '/settings/privacy', phone),
    ];
    await vera.call('chats.createDirect', { accountId: bob.accountId });
    const list = await open(vera, '/c');
    await expect(contacts.getByText('Контактов пока нет', { exact: false })).toBeVisible();
    await expect(blocked.getByText('Вы никого не заблокировали.')).toBeVisible();
    await expect(privacy.getByRole('button', { name: /Когда Вы были в сети/ })).toContainText('Все');
    await expect(chatLink(list, 'Борис Волков')).toBeVisible();

    await bob.call('identity.updateProfile', { name: 'Борис Зайцев' });
    await expect(chatLink(list, 'Борис Зайцев')).toBeVisible();
    await vera.call('contacts.add', { accountId: bob.accountId, name: 'Боря' });
    await vera.call('blocks.add', { accountId: bob.accountId });
    await vera.call('privacy.set', { subject: 'lastSeen', audience: 'nobody' });
    await expect(contacts.getByRole('listitem').filter({ hasText: 'Боря' })).toBeVisible();
    await expect(blocked.getByRole('listitem').filter({ hasText: 'Борис Зайцев' })).toBeVisible();
    await expect(privacy.getByRole('button', { name: /Когда Вы были в сети/ })).toContainText('Никто');
    await expect(chatLink(list, 'Боря')).toBeVisible();

    await vera.call('contacts.remove', { accountId: bob.accountId });
    await vera.call('blocks.remove', { accountId: bob.accountId });
    await expect(contacts.getByText('Контактов пока нет', { exact: false })).toBeVisible();
    await expect(blocked.getByText('Вы никого не заблокировали.')).toBeVisible();
    await expect(chatLink(list, 'Борис Зайцев')).toBeVisible();
  });
});

test('no page complained', () => expectPlain(complaints).toEqual([]));
