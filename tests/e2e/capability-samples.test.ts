import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FrameLocator, Locator, Page } from 'playwright';
import { Manifest } from '@veche/contract';
import { afterEach, beforeAll, expect as expectPlain, test } from 'vitest';
import { createBackEnd as confirming } from '../../sample-apps/capabilities/confirm-presence/back-end.ts';
import { createBackEnd as calling } from '../../sample-apps/capabilities/contact-proof/back-end.ts';
import { launchOf } from '../support/asking-app.ts';
import { expect } from '../support/expect.ts';
import { callHttp } from '../support/http.ts';
import { refusal } from '../support/refusal.ts';
import { clientId, type TestPerson } from '../support/server.ts';
import { desktop, startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';
import { giveAuthenticator } from '../support/virtual-authenticator.ts';

const samples = fileURLToPath(new URL('../../sample-apps/capabilities/', import.meta.url));
const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const { server, open, complaints } = await startShell({}, camera);
let alice: TestPerson;
let chatId: number;
/** Of the samples without a bot, by the name of their folders: what their servers are told when they are published. */
const tokens = new Map<string, string>();
/** One page for all tests: each opens an app in it. */
let page: Page;
let shell: Locator;
let app: FrameLocator;

beforeAll(async () => {
  alice = await server.person('Алиса Соколова');
  const boris = await server.person('Борис Иванов');
  await boris.call('identity.updateProfile', { username: 'sample_boris' });
  const members = { memberIds: [boris.accountId] };
  ({
    chat: { chatId },
  } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', ...members }));
  const dmitry = await server.person('Дмитрий Орлов');
  await dmitry.call('bots.register', { username: 'sample_reminder_bot', name: 'Напоминания' });
  await dmitry.call('bots.register', { username: 'sample_queue_bot', name: 'Очередь' });
  for (const name of readdirSync(samples).filter((name) => !/^(dist|node_modules)$|\./.test(name))) {
    const base = join(samples, name, 'dist');
    const entries = readdirSync(base, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const files = entries.map((entry) => join(entry.parentPath, entry.name));
    const { token } = await dmitry.call('apps.publish', {
      manifest: Manifest.parse(JSON.parse(readFileSync(join(samples, name, 'app.json'), 'utf8'))),
      files: files.map((file) => ({ path: relative(base, file), contentBase64: readFileSync(file, 'base64') })),
    });
    if (token !== undefined) tokens.set(name, token);
  }
  page = await open(alice, '/apps', {
    geolocation: { latitude: 55.75, longitude: 37.62, accuracy: 12 },
    permissions: ['geolocation', 'clipboard-read', 'clipboard-write', 'camera'],
  });
  shell = page.locator('veche-mini-app');
  app = shell.frameLocator('iframe');
});

afterEach(() => expectPlain(complaints).toEqual([]));

/** Opens a sample by the name of its folder. */
async function play(name: string, address = `/apps?run=sample-${name}`): Promise<void> {
  await page.goto(server.url + address);
  await expect(app.locator('main')).toBeVisible();
  // The cover goes last: before that, nothing of the app can be pressed.
  await expect(shell.getByRole('status')).toHaveCount(0);
}

/** Presses a button of the app. */
const press = (name: string) => app.getByRole('button', { name, exact: true }).click();
/** What the app says of what came. */
const says = (words: string) => expect(app.getByRole('status')).toHaveText(words);
/** A button that the shell draws around the app. */
const button = (name: string) => shell.getByRole('button', { name, exact: true });
const sheet = () => page.getByRole('alertdialog');

/** Answers the question of the platform; agreeing is taken after half a second in sight. */
async function answer(name: string): Promise<void> {
  const own = sheet().getByRole('button', { name, exact: true });
  await expect(own).not.toHaveAttribute('aria-disabled');
  await own.click();
}

/** Stands where an app's own server does: what its page fetches there is answered by the sample's back end. */
const serve = (backEnd: (request: Request) => Promise<Response>) =>
  page.context().route('https://desk.example.org/**', async (route) => {
    const asked = route.request();
    const answered = await backEnd(new Request(asked.url(), { method: asked.method(), body: asked.postData() }));
    const headers = Object.fromEntries(answered.headers);
    await route.fulfill({ status: answered.status, headers, body: await answered.text() });
  });
/** Ends what alice let a sample have. */
const revoke = async (name: string) => {
  const { grants } = await alice.call('grants.list', { language: 'ru' });
  const { grantId } = grants.find(({ app }) => app.slug === `sample-${name}`)!;
  await alice.call('grants.revoke', { grantId });
};

test('ui-kit: a form in steps says what is missing, and what it kept is a list', async () => {
  await play('ui-kit');
  await press('Оформить');
  await expect(app.getByRole('listitem').filter({ hasText: 'Кто придёт' })).toHaveAttribute('aria-current', 'step');

  const name = app.getByRole('textbox', { name: 'Имя гостя' });
  await press('Дальше');
  await expect(name).toBeFocused();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveAccessibleDescription('Как в документе Заполните это поле.');
  await expectGoodLooks(page);
  await name.fill('Вера Ильина');
  await expect(name).toHaveAccessibleDescription('Как в документе');
  await name.press('Enter');

  await app.getByLabel('День').fill('2027-05-31');
  await app.getByRole('combobox', { name: 'Въезд' }).selectOption('Южный');
  await app.getByText('И ночью').click();
  await expect(app.getByRole('switch', { name: 'И ночью' })).toBeChecked();
  await press('Дальше');

  await expect(app.getByRole('listitem').filter({ hasText: 'Въезд' })).toContainText('Южный');
  await press('Исправить');
  await expect(name).toHaveValue('Вера Ильина');
  await press('Дальше');
  await button('Назад').click();
  await press('Дальше');
  await press('Дальше');
  await press('Сохранить');
  await expect(app.getByRole('checkbox', { name: 'Гость знает правила двора' })).toBeFocused();
  await page.keyboard.press('Space');
  await press('Сохранить');
  await expect(app.getByRole('region', { name: 'Пропуска' })).toBeVisible();
  await expect(app.getByRole('listitem')).toHaveText([/Вера Ильина/]);
  await expectGoodLooks(page);
  await press('Удалить все');
  await expect(app.getByText('Пропусков пока нет.')).toBeVisible();
});

test('fields of the kit belong to their form as native ones do, and a busy button takes no press', async () => {
  await play('ui-kit');
  const seen = await app.locator('main').evaluate(async (main) => {
    const form = document.createElement('form');
    form.innerHTML = `<fieldset>
      <veche-text-field name="town" value="Псков"></veche-text-field>
      <veche-date-field name="day" value="2027-01-01" min="2027-05-31"></veche-date-field>
      <veche-select-field name="gate" value="b"><option>a</option><option>b</option></veche-select-field>
      <veche-switch name="night" checked></veche-switch><veche-checkbox name="rules" value="yes"></veche-checkbox>
      <veche-button type="submit" busy>Да</veche-button></fieldset>`;
    main.append(form);
    const drawn = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    const data = () => [...new FormData(form).entries()];
    const [fieldset] = form.getElementsByTagName('fieldset');
    const [town] = form.querySelectorAll('veche-text-field');
    const [button] = form.querySelectorAll('veche-button');
    let submits = 0;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      submits += 1;
    });
    await drawn();
    const first = data();
    button!.click();
    button!.shadowRoot!.querySelector('button')!.click();
    const isValid = form.checkValidity();
    await drawn();
    const complaint = form.querySelector('veche-date-field')!.shadowRoot!.querySelector('#problem')!.textContent;
    town!.value = 'Тверь';
    const changed = data();
    form.reset();
    const reset = data();
    fieldset!.disabled = true;
    await drawn();
    const isOff = town!.shadowRoot!.querySelector('input')!.disabled;
    form.remove();
    return { first, submits, isValid, complaint, changed, reset, isOff, off: data() };
  });
  const others = Object.entries({ day: '2027-01-01', gate: 'b', night: 'on' });
  expectPlain(seen).toEqual({
    first: [['town', 'Псков'], ...others],
    submits: 0,
    isValid: false,
    complaint: 'Не раньше 31 мая 2027 г.',
    changed: [['town', 'Тверь'], ...others],
    reset: [['town', 'Псков'], ...others],
    isOff: true,
    off: [],
  });
});

test('attributes: asks for name and number, forgets them when told, and says when it got none', async () => {
  await play('attributes');
  await press('Перезвоните мне');
  await answer('Не передавать');
  await says('Вы не согласились.');
  await press('Перезвоните мне');
  await sheet().getByRole('radio', { name: 'Пока Вы не отзовёте' }).check();
  await answer('Передать');
  await expect(sheet()).toContainText('номер телефона');
  await answer('Передать');
  await says('Мастер перезвонит.');
  await expect(app.getByRole('listitem')).toHaveText(['Алиса Соколова', alice.phone]);
  await revoke('attributes');
  await says('Мы забыли Ваши данные.');
  await expect(app.getByRole('listitem')).toHaveCount(0);
});

test('back-button: the arrow is there on the second page alone, and leads back', async () => {
  await play('back-button');
  const arrow = button('Назад');
  await expect(arrow).toHaveCount(0);
  await press('Тверь');
  await expect(app.getByRole('heading', { name: 'Тверь' })).toBeVisible();
  await arrow.click();
  await expect(app.getByRole('listitem')).toHaveText(['Псков', 'Тверь', 'Суздаль']);
  await expect(arrow).toHaveCount(0);
});

test('clipboard: copies, and gets what was copied when the person agrees', async () => {
  await play('clipboard');
  await press('Скопировать приглашение');
  await says('Скопировано.');
  await press('Вставить');
  await answer('Не разрешать');
  await says('Вы не согласились.');
  await press('Вставить');
  await answer('Разрешить');
  await says('Вставлено.');
  await expect(app.getByRole('textbox', { name: 'Код приглашения' })).toHaveValue('DVOR-7');
});

test('closing-confirmation: what is unsaved is asked about before the window closes, what is saved is not', async () => {
  await play('closing-confirmation');
  await app.getByRole('textbox', { name: 'Письмо соседям' }).fill('Здравствуйте');
  await button('Закрыть').click();
  const question = page.getByRole('alertdialog', { name: 'Закрыть «Несохранённое письмо»?' });
  await question.getByRole('button', { name: 'Отмена' }).click();
  await expect(app.getByRole('textbox')).toHaveValue('Здравствуйте');
  await press('Сохранить');
  await button('Закрыть').click();
  await expect(shell).toHaveCount(0);
});

test('cloud-storage: what was chosen is there on another device, until it is forgotten', async () => {
  await play('cloud-storage');
  await says('Ничего не записано.');
  await app.getByRole('combobox', { name: 'Ваш город' }).selectOption('Тверь');
  await says('Записан: Тверь');
  const other = await open(alice, '/apps?run=sample-cloud-storage');
  await expect(other.frameLocator('iframe').getByRole('combobox')).toHaveValue('Тверь');
  await other.context().close();
  await press('Забыть');
  await says('Ничего не записано.');
  await expect(app.getByRole('combobox')).toHaveValue('');
});

test('colours: the header takes the colour of the app, and the own one again', async () => {
  await play('colours');
  const own = await shell.locator('header').evaluate((header) => getComputedStyle(header).backgroundColor);
  await press('Черника');
  await expect(shell.locator('header')).toHaveCSS('background-color', 'rgb(47, 58, 107)');
  await press('Как у Вече');
  await expect(shell.locator('header')).toHaveCSS('background-color', own);
});

test('confirm-presence: the server takes what was confirmed by a passkey, once, and nothing without one', async () => {
  const { keys } = (await (await fetch(`${server.url}/.well-known/veche-launch-keys.json`)).json()) as {
    keys: JsonWebKey[];
  };
  const backEnd = confirming(keys);
  const sent: string[] = [];
  await serve(async (request) => {
    if (request.method === 'POST') sent.push(await request.clone().text());
    return backEnd(request);
  });
  await play('confirm-presence');
  await press('Отправить');
  await says('У Вас нет ключа доступа.');
  await page.goto(`${server.url}/settings/security`);
  await giveAuthenticator(page);
  await page.bringToFront();
  await page.getByRole('button', { name: 'Добавить ключ доступа' }).click();
  await expect(page.getByText('Ключ доступа добавлен')).toBeVisible();
  await play('confirm-presence');
  await press('Отправить');
  await expect(sheet()).toContainText('Отправить заявление на пропуск (');
  await answer('Не разрешать');
  await says('Вы не подтвердили.');
  expectPlain(sent).toEqual([]);
  await press('Отправить');
  await answer('Разрешить');
  await says('Заявление принято.');

  const url = 'https://desk.example.org/application';
  const again = await backEnd(new Request(url, { method: 'POST', body: sent[0]! }));
  expectPlain(again.status).toBe(403);
  const challenge = await (await backEnd(new Request('https://desk.example.org/challenge'))).text();
  const { proof } = JSON.parse(sent[0]!) as { proof: string };
  const forAnother = JSON.stringify({ challenge, proof });
  expectPlain(await (await backEnd(new Request(url, { method: 'POST', body: forAnother }))).text()).toBe('forbidden');
  await page.context().unrouteAll();
});

test('contact-proof: the server believes the number by its proof, once, and no number of the page', async () => {
  const backEnd = calling(tokens.get('contact-proof')!);
  const proofs: string[] = [];
  await serve(async (request) => {
    proofs.push(await request.clone().text());
    return backEnd(request);
  });
  await play('contact-proof');
  await press('Перезвоните мне');
  await answer('Не передавать');
  await says('Вы не согласились.');
  expectPlain(proofs).toEqual([]);
  await press('Перезвоните мне');
  await answer('Передать');
  await says(`Позвоним: ${alice.phone}`);

  const say = async (body: string) =>
    (await backEnd(new Request('https://desk.example.org/contact', { method: 'POST', body }))).text();
  expectPlain(await say(proofs[0]!)).toBe('conflict');
  expectPlain(await say(proofs[0]!.replace(alice.phone.slice(1), '79990000000'))).toBe('forbidden');
  await page.context().unrouteAll();
});

test('device-storage: a draft is there after a reload, until it is erased', async () => {
  await play('device-storage');
  await app.getByRole('textbox', { name: 'Черновик' }).fill('Дорогие соседи');
  await play('device-storage');
  await expect(app.getByRole('textbox')).toHaveValue('Дорогие соседи');
  await press('Стереть');
  await expect(app.getByRole('textbox')).toHaveValue('');
  await play('device-storage');
  await expect(app.getByRole('textbox')).toHaveValue('');
});

test('download: the file comes when the person agrees', async () => {
  await play('download');
  await press('Скачать билет');
  await expect(sheet()).toContainText('example.org');
  await answer('Не разрешать');
  await says('Вы не согласились.');
  const headers = { 'content-disposition': 'attachment; filename="ticket.txt"' };
  await page.context().route('https://example.org/**', (route) => route.fulfill({ body: 'билет', headers }));
  const asked = page.context().waitForEvent('request', (request) => request.url() === 'https://example.org/ticket.txt');
  await press('Скачать билет');
  await answer('Разрешить');
  await says('Скачивается.');
  await asked;
});

test('fullscreen: the window fills the screen and leaves it; and the screen is kept as it is turned', async () => {
  await play('fullscreen');
  await press('Во весь экран');
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await press('Обычное окно');
  await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBe(null);
  await expect(app.getByRole('button', { name: 'Во весь экран' })).toBeVisible();
  await press('Не поворачивать экран');
  await says('Экран не повернётся.');
});

test('haptics: each feel has a rhythm of its own, and the app promises nothing', async () => {
  await play('haptics');
  // There is nothing here to feel with: what the device is told is written down.
  await page.evaluate(() => {
    navigator.vibrate = (rhythm) => {
      document.title = JSON.stringify(rhythm);
      return true;
    };
  });
  await press('Тяжёлый удар');
  await says('Тяжёлый удар. Чувствуется там, где устройство умеет.');
  await expect(page).toHaveTitle('[35]');
  await press('Удача');
  await expect(page).toHaveTitle('[15,60,25]');
});

test('home-screen: a shortcut is offered by a press, and known where the browser told of it', async () => {
  await play('home-screen');
  await says('Есть ли значок, браузер не говорит.');
  await press('На главный экран');
  const offer = page.locator('veche-home-screen');
  await expect(offer).toContainText('откройте меню браузера');
  await page.keyboard.press('Escape');
  await says('Хорошо, без значка.');
  // Browsers of tests install nothing: what one hands to the page is ours, everything after it is the shell's.
  await page.evaluate(() => {
    const prompt = () => Promise.resolve({ outcome: 'accepted' });
    dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt }));
  });
  await press('На главный экран');
  await offer.getByRole('button', { name: 'Добавить', exact: true }).click();
  await says('Значок есть.');
  await expect(offer).toHaveCount(0);
});

test('install: goes with the chat that it was opened in, and stays when the person added it', async () => {
  const place = { app: 'sample-install', chatId };
  const atHand = (isIn: boolean) => alice.call('apps.setInChat', { ...place, isIn });
  const address = `/c/${chatId}?run=sample-install`;
  await atHand(true);
  await play('install', address);
  await press('Добавить к моим');
  await answer('Не разрешать');
  await says('Вы не согласились.');
  await atHand(false);
  await expect(shell).toContainText('Приложение убрали из этого чата.');
  await atHand(true);
  await play('install', address);
  await press('Добавить к моим');
  await answer('Разрешить');
  await says('Останется с Вами и без чата.');
  const { launchId } = await alice.call('apps.launch', place);
  await atHand(false);
  expectPlain(await alice.call('apps.checkLaunch', { launchId })).toEqual({ isStopped: false });
});

test('invoke-bot: the command goes to its bot in the name of the person, who saw it', async () => {
  const sent = async () => {
    const { chats } = await alice.call('chats.list', {});
    const { account } = await alice.call('chats.resolve', { username: 'sample_queue_bot' });
    const found = chats.find(({ peerId }) => peerId === account!.accountId);
    if (found === undefined) return [];
    const { messages } = await alice.call('messages.history', { chatId: found.chatId });
    return messages.map(({ text, senderId }) => [text, senderId]);
  };
  await play('invoke-bot');
  await press('Занять место');
  await expect(sheet()).toContainText('/start window-4');
  await answer('Не разрешать');
  await says('Вы не согласились.');
  expectPlain(await sent()).toEqual([]);
  await press('Занять место');
  await answer('Разрешить');
  await says('Бот ответит Вам в чате.');
  expectPlain(await sent()).toEqual([['/start window-4', alice.accountId]]);
});

test('keyboard: the field loses the focus when something was found', async () => {
  await play('keyboard');
  const field = app.getByRole('searchbox', { name: 'Улица' });
  await field.fill('са');
  await expect(field).toBeFocused();
  await field.press('Enter');
  await expect(app.getByRole('listitem')).toHaveText(['Садовая']);
  await expect.poll(() => page.evaluate(() => document.activeElement?.localName)).toBe('body');
});

test('launch-data: says who opened it, from where and with which word', async () => {
  await play('launch-data');
  await expect(app.getByRole('listitem')).toHaveText([/\d{15,16}/, /ru/, /чата\s*нет/, /ссылке\s*нет/]);
  await play('launch-data', `/c/${chatId}?run=sample-launch-data&start=yard`);
  await expect(app.getByRole('listitem')).toHaveText([/\d{15,16}/, /ru/, /group/, /yard/]);
  await press('Подписать заново');
  await says('Подписано только что.');
  await expect(app.getByRole('listitem')).toHaveText([/\d{15,16}/, /ru/, /group/, /yard/]);
});

test('list-scopes: tells what a press would ask for, before and after the person agreed', async () => {
  const rows = (name: string) =>
    expect(app.getByRole('listitem')).toHaveText([RegExp(`Имя\\s*${name}`), /Номер\s*спросим/]);
  await play('list-scopes');
  await rows('спросим');
  await press('Представиться');
  await answer('Не передавать');
  await says('Вы не согласились.');
  await rows('спросим');
  await press('Представиться');
  await sheet().getByRole('radio', { name: 'Пока Вы не отзовёте' }).check();
  await answer('Передать');
  await says('Здравствуйте, Алиса Соколова!');
  await rows('можно');
  await revoke('list-scopes');
  await rows('спросим');
});

test('location: learns once where one is, and tells when it does not', async () => {
  await play('location');
  await press('Найти остановку');
  await answer('Не передавать');
  await says('Вы не сказали, где Вы.');
  await press('Найти остановку');
  await answer('Передать');
  await says('Вы около 55.75, 37.62, до 12 м.');
});

test('main-button: stands under the page, counts its presses, and cannot be pressed when nothing is left', async () => {
  await play('main-button');
  const take = button('Занять место');
  const topOf = async (part: Locator) => (await part.boundingBox())?.y ?? 0;
  expectPlain(await topOf(take)).toBeGreaterThan(await topOf(shell.locator('iframe')));
  for (const left of [2, 1, 0]) {
    await take.click();
    await expect(app.getByRole('listitem')).toHaveText(new RegExp(`мест\\s*${left}`));
  }
  await expect(take).toBeDisabled();
  await press('Не нужна');
  await expect(take).toHaveCount(0);
});

test('notifications: its server may tell by a template when the person agreed, and no more when it is taken back', async () => {
  const personIdNow = async () => {
    const launchId = await launchOf(alice, 'sample-notifications');
    return (await alice.call('people.getAttributes', { launchId, scope: 'notifications' })).personId;
  };
  const notify = (personId: string) => {
    const told = { personId, template: 'bread-ready', values: { loaves: 2 } };
    return callHttp(server.url, 'apps.notify', told, tokens.get('notifications'));
  };
  await play('notifications');
  await press('Сообщите, когда готово');
  await answer('Не разрешать');
  await says('Вы не согласились.');
  expectPlain((await refusal(personIdNow())).code).toBe('consent_required');
  await press('Сообщите, когда готово');
  await sheet().getByRole('radio', { name: 'Пока Вы не отзовёте' }).check();
  await answer('Разрешить');
  await says('Сообщим.');
  const personId = await personIdNow();
  await notify(personId);
  const { notifications } = await alice.call('appNotifications.list', {});
  expectPlain(notifications.map(({ text }) => text.ru)).toEqual(['Хлеб готов: 2 шт., заберите до вечера.']);
  await press('Не сообщайте');
  await says('Не сообщим.');
  expectPlain((await refusal(notify(personId))).code).toBe('consent_required');
});

test('open-app: another app opens beside it when the person agrees, and none that is not there', async () => {
  await play('open-app');
  await press('Каток');
  await says('Такого приложения нет.');
  await press('Субботник');
  await answer('Не открывать');
  await says('Вы не согласились.');
  await press('Субботник');
  await answer('Открыть');
  await expect(page.frameLocator('iframe[src*="//sample-share-card."]').getByText('Ждём Вас в десять.')).toBeVisible();
});

test('open-chat: opens the chat with a name, and says that nobody has another', async () => {
  await play('open-chat');
  const name = app.getByRole('textbox', { name: 'Публичное имя' });
  await name.fill('nobody_here');
  await name.press('Enter');
  await expect(name).toHaveAccessibleDescription('Такого имени здесь нет.');
  await name.fill('sample_boris');
  await press('Открыть чат');
  await expect(page.getByRole('heading', { name: 'Борис Иванов' }).first()).toBeVisible();
});

test('open-link: leads to the page in a tab of its own when the person agrees', async () => {
  await play('open-link');
  await press('Читать правила');
  await answer('Не открывать');
  await says('Вы не согласились.');
  await page.context().route('https://example.org/**', (route) => route.fulfill({ body: 'Тише после десяти' }));
  const opened = page.context().waitForEvent('page');
  await press('Читать правила');
  await answer('Открыть');
  await says('Открыто в соседней вкладке.');
  expectPlain((await opened).url()).toBe('https://example.org/rules');
  await (await opened).close();
});

test('popup: deletes only what was pressed to be deleted', async () => {
  await play('popup');
  const popup = shell.getByRole('alertdialog', { name: 'Говорит приложение «Вопрос в окне»' });
  await press('Удалить черновик');
  await popup.getByRole('button', { name: 'Отмена' }).click();
  await says('Черновик на месте.');
  await press('Удалить черновик');
  await popup.getByRole('button', { name: 'Удалить', exact: true }).click();
  await says('Черновик удалён.');
  await press('Удалить черновик');
  await popup.press('Escape');
  await says('Черновик на месте.');
});

test('scan-code: reads a code where the browser can, and has a field where it cannot', async () => {
  await play('scan-code');
  await expect(app.getByRole('textbox', { name: 'Номер билета' })).toHaveAccessibleDescription(
    'Этот браузер не читает коды камерой.',
  );
  // The browsers of tests have no detector; the camera and everything after it are real.
  await page.evaluate(() => {
    class Detector {
      detect(video: HTMLVideoElement) {
        return Promise.resolve(video.videoWidth > 0 ? [{ rawValue: 'ДВОР-7' }] : []);
      }
    }
    Object.assign(globalThis, { BarcodeDetector: Detector });
  });
  await button('Что ещё можно сделать').click();
  await page.getByRole('menuitem', { name: 'Загрузить заново' }).click();
  await press('Считать код');
  await says('Билет ДВОР-7');
  await expect(page.getByRole('dialog', { name: 'Считать QR-код' })).toHaveCount(0);
});

test('secondary-button: two buttons are two answers, and go when one is given', async () => {
  for (const [name, words] of [
    ['Приду', 'Ждём Вас в субботу.'],
    ['Не смогу', 'Жаль. Напишем о следующем.'],
  ] as const) {
    await play('secondary-button');
    await expect(button('Приду')).toBeVisible();
    await button(name).click();
    await says(words);
    await expect(button('Приду')).toHaveCount(0);
    await expect(button('Не смогу')).toHaveCount(0);
  }
});

test('secure-storage: a code is there after a reload, until it is forgotten', async () => {
  await play('secure-storage');
  const code = app.getByLabel('Код двери');
  await code.fill('73');
  await press('Сохранить');
  await expect(code).toHaveAccessibleDescription('Слишком коротко: наименьшая длина — 4.');
  await code.fill('7391');
  await press('Сохранить');
  await expect(app.getByText('Код сохранён: 7391')).toBeVisible();
  await play('secure-storage');
  await expect(app.getByText('Код сохранён: 7391')).toBeVisible();
  await press('Забыть');
  await expect(code).toBeVisible();
});

test('settings-button: its settings open from the header, and hold', async () => {
  await play('settings-button');
  await button('Настройки приложения').click();
  await app.getByRole('switch', { name: 'Звонить' }).check();
  await press('Готово');
  await expect(app.getByText('Колокол звонит.')).toBeVisible();
});

test('share: the words go to the chat that the person chooses, or nowhere', async () => {
  await play('share');
  await press('Позвать соседей');
  const share = shell.locator('veche-app-share');
  await expect(share).toContainText('Субботник в десять. Придёте?');
  await share.getByRole('button', { name: 'Двор' }).press('Escape');
  await says('Вы не согласились.');
  await press('Позвать соседей');
  await share.getByRole('button', { name: 'Двор' }).click();
  await share.getByRole('button', { name: 'Отправить', exact: true }).click();
  await says('Отправлено.');
  const { messages } = await alice.call('messages.history', { chatId });
  expectPlain(JSON.stringify(messages)).toContain('Субботник в десять. Придёте?');
});

test('share-card: a card with the picture of its bundle goes to the chosen chat, or nowhere, and leads to the app', async () => {
  await play('share-card');
  await expect(app.getByText('В воскресенье сажаем липы.')).toBeVisible();
  await press('Пригласить');
  const share = shell.locator('veche-app-share');
  await expect(share).toContainText('С кнопкой, которая открывает приложение: «Приду»');
  await expect.poll(() => share.locator('img').evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(640);
  await share.getByRole('button', { name: 'Двор' }).press('Escape');
  await says('Вы не согласились.');
  await press('Пригласить');
  await share.getByRole('button', { name: 'Двор' }).click();
  await share.getByRole('button', { name: 'Отправить', exact: true }).click();
  await says('Приглашение отправлено.');
  const [sent] = (await alice.call('messages.history', { chatId, limit: 1 })).messages;
  const action = { kind: 'app', app: 'sample-share-card', startParam: 'sunday' };
  expectPlain(sent).toMatchObject({ attachments: [{ kind: 'photo' }], buttons: [[{ text: 'Приду', action }]] });
  await play('share-card', `/c/${chatId}?run=sample-share-card&start=sunday`);
  await expect(app.getByText('Ждём Вас в десять.')).toBeVisible();
});

test('theme: follows the appearance while it is open', async () => {
  await play('theme');
  await expect(app.getByText('Сейчас оформление светлое')).toBeVisible();
  const paper = () => app.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
  const light = await paper();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(app.getByText('Сейчас оформление тёмное')).toBeVisible();
  expectPlain(await paper()).not.toBe(light);
  await page.emulateMedia({ colorScheme: 'light' });
});

test('viewport: tells the room of its window as it changes', async () => {
  await play('viewport');
  const height = app.getByRole('listitem').filter({ hasText: 'Высота' });
  const frame = () => shell.locator('iframe').evaluate((element) => element.clientHeight);
  await expect(height).toContainText(`${await frame()} px`);
  await page.setViewportSize({ ...desktop.viewport, height: 600 });
  await expect.poll(frame).toBeLessThan(600);
  await expect(height).toContainText(`${await frame()} px`);
  await page.setViewportSize(desktop.viewport);
});

test('visibility: notices that it is set aside and taken up again', async () => {
  await play('visibility');
  await button('Отложить').click();
  await page.getByRole('button', { name: 'Вернуться в «На виду»' }).click();
  await expect(app.getByRole('listitem')).toHaveText(['Отложено', 'Снова на виду']);
});

test('write-access: its bot may write when the person agreed, and not before', async () => {
  const mayWrite = async () =>
    (await alice.call('grants.list', { language: 'ru' })).grants.some(({ scope }) => scope === 'writeToMe');
  await play('write-access');
  await press('Напоминать мне');
  await answer('Не разрешать');
  await says('Вы не согласились.');
  expectPlain(await mayWrite()).toBe(false);
  await press('Напоминать мне');
  await answer('Разрешить');
  await says('Бот напомнит за час.');
  expectPlain(await mayWrite()).toBe(true);
});
