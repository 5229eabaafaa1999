import type { Page } from 'playwright';
import { test } from 'vitest';
import { expect } from '../support/expect.ts';
import { audit, expectGoodLooks } from '../support/shell-looks.ts';
import { startPushService } from '../support/push-service.ts';
import { clientId } from '../support/server.ts';
import { phone, startShell } from '../support/shell.ts';

const service = await startPushService();
const { server, open, complaints } = await startShell();

/** The browser of the tests has no push service of its own: its answer to subscribing is ours. */
async function giveSubscription(page: Page, name: string): Promise<void> {
  await page.context().grantPermissions(['notifications']);
  await page.addInitScript((given) => {
    let isOn = false;
    // A browser without a screen grants, and says that it was denied.
    Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
    const subscription = {
      toJSON: () => given,
      unsubscribe: () => {
        isOn = false;
        return Promise.resolve(true);
      },
    };
    Object.assign(PushManager.prototype, {
      getSubscription: () => Promise.resolve(isOn ? subscription : null),
      subscribe: () => {
        isOn = true;
        return Promise.resolve(subscription);
      },
    });
  }, service.subscription(name));
  await page.reload();
}

interface Shown {
  readonly title: string;
  readonly options: NotificationOptions;
  readonly badge: number;
}

/**
 * Hands a push to the service worker as the browser would, and answers what the worker asked to show: a browser without
 * a screen shows nothing, and ends a worker that marks its icon.
 */
async function deliver(page: Page, payload: object): Promise<Shown> {
  const context = page.context();
  const browser = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    browser.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [registration] = registrations;
      if (registration !== undefined) resolve(registration.registrationId);
    });
  });
  await browser.send('ServiceWorker.enable');
  const registrationId = await registered;
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  await worker.evaluate(() => {
    const scope = globalThis as unknown as { registration: ServiceWorkerRegistration; shown?: Promise<unknown> };
    let badge = 0;
    Object.assign(navigator, { setAppBadge: (count: number) => Promise.resolve(void (badge = count)) });
    scope.shown = new Promise((resolve) => {
      scope.registration.showNotification = (title, options) => Promise.resolve(resolve({ title, options, badge }));
    });
  });
  await browser.send('ServiceWorker.deliverPushMessage', {
    origin: new URL(page.url()).origin,
    registrationId,
    data: JSON.stringify(payload),
  });
  return worker.evaluate(() => (globalThis as unknown as { shown: Promise<Shown> }).shown);
}

test('a person switches notifications on, tries them, and sees what the server pushes', async () => {
  const alice = await server.person('Алиса Соколова');
  const bob = await server.person('Борис Волков');
  const page = await open(alice, '/settings', { serviceWorkers: 'allow' });
  await giveSubscription(page, 'alice');
  await page.getByRole('switch', { name: /Уведомлять на этом устройстве/ }).check();
  await page.getByRole('button', { name: 'Проверить' }).click();
  await expect(page.getByText('Проверочное уведомление отправлено.')).toBeVisible();
  expect(service.pushes.map(({ payload }) => payload.tag)).toEqual(['test']);

  const { chat } = await bob.call('chats.createDirect', { accountId: alice.accountId });
  await bob.call('messages.send', { chatId: chat.chatId, clientId: clientId(), text: 'Вы дома?' });
  await expect.poll(() => service.pushes.length).toBe(2);
  const pushed = service.pushes[1]?.payload ?? {};
  expect(pushed).toMatchObject({ title: 'Борис Волков', body: 'Вы дома?' });
  const { title, options, badge } = await deliver(page, { ...pushed, tag: 'test' });
  expect([badge, title, options.body, options.data]).toEqual([
    1,
    'Борис Волков',
    'Вы дома?',
    { chatId: chat.chatId, messageId: expect.any(Number) },
  ]);
  await page.getByRole('link', { name: 'Проверка уведомлений' }).click();
  await expect(page.getByText('Всё в порядке')).toBeVisible();
  await expect(page.getByText(/Последнее уведомление пришло/)).toBeVisible();
  await expectGoodLooks(page);
  service.answers.push({ status: 410 });
  await page.getByRole('button', { name: 'Проверить', exact: true }).click();
  await expect(page.getByText('Служба уведомлений браузера отказала (код 410).')).toBeVisible();
  // A refusal for good ends the subscription on the server: the page names that, and mends it.
  await expect(page.getByText('Сервер не помнит подписку.')).toBeVisible();
  await page.getByRole('button', { name: 'Подключить заново' }).click();
  await expect(page.getByText('Всё в порядке')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('levels and quiet hours are kept, and the page is usable on a phone', async () => {
  const vera = await server.person('Вера Ильина');
  const page = await open(vera, '/settings', phone);
  await page.getByLabel('Группы').selectOption('mentions');
  await page.getByRole('switch', { name: /Тихие часы/ }).check();
  await page.getByLabel('С', { exact: true }).fill('22:30');
  await expect
    .poll(async () => (await vera.call('notifications.getSettings', {})).settings)
    .toMatchObject({ groups: 'mentions', quietHours: { from: 22 * 60 + 30, to: 7 * 60, timeZone: 'Europe/Moscow' } });
  await page.reload();
  await expect(page.getByLabel('Группы')).toHaveValue('mentions');
  await expect(page.getByLabel('С', { exact: true })).toHaveValue('22:30');
  expect(await audit(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
