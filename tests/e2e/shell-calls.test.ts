import type { Page } from 'playwright';
import { beforeAll, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { callHttp } from '../support/http.ts';
import type { TestPerson } from '../support/server.ts';
import { narrow, phone, startShell } from '../support/shell.ts';
import { expectGoodLooks } from '../support/shell-looks.ts';
import { messages } from '../support/shell-parts.ts';

// A microphone that gives a tone each second and a camera that counts, allowed without a question.
const { server, open, complaints } = await startShell({}, [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
]);
let alice: TestPerson;
let bob: TestPerson;
let chatId: number;

beforeAll(async () => {
  [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
  chatId = (await alice.call('chats.createDirect', { accountId: bob.accountId })).chat.chatId;
});

/** A device of its own: each has its session. */
const device = (person: TestPerson): TestPerson => ({
  ...person,
  token: async () => {
    const input = { accountId: person.accountId, transport: 'token' };
    return ((await callHttp(server.url, 'identity.signInAsDemo', input)) as { token: string }).token;
  },
});

/** A page in a chat that lets its connections be asked for figures. */
async function enter(person: TestPerson, options: Parameters<typeof open>[2] = {}, path = `/c/${chatId}`) {
  const page = await open(device(person), '/parts', options);
  await page.context().addInitScript(() => {
    const kept: RTCPeerConnection[] = [];
    const Usual = RTCPeerConnection;
    class Kept extends Usual {
      constructor(config?: RTCConfiguration) {
        super(config);
        kept.push(this);
      }
    }
    Object.assign(globalThis, { RTCPeerConnection: Kept, kept });
  });
  await page.goto(server.url + path);
  return page;
}

interface Figures {
  bytesReceived: number;
  framesDecoded: number;
  audioEnergy: number;
  iceName: string;
  state: string;
}
const figures = (page: Page): Promise<Figures> =>
  page.evaluate(async () => {
    const kept = (globalThis as unknown as { kept: RTCPeerConnection[] }).kept;
    const last = kept.at(-1)!;
    const sum = { bytesReceived: 0, framesDecoded: 0, audioEnergy: 0 };
    for (const report of (await last.getStats()).values() as Iterable<Record<string, unknown>>) {
      if (report['type'] !== 'inbound-rtp') continue;
      sum.bytesReceived += Number(report['bytesReceived'] ?? 0);
      sum.framesDecoded += Number(report['framesDecoded'] ?? 0);
      sum.audioEnergy += Number(report['totalAudioEnergy'] ?? 0);
    }
    const iceName = /a=ice-ufrag:(\S+)/.exec(last.localDescription?.sdp ?? '')?.[1] ?? '';
    return { ...sum, iceName, state: last.connectionState };
  });
const grows = async (page: Page, figure: keyof Figures) => {
  const before = await figures(page);
  await expect
    .poll(async () => (await figures(page))[figure], { timeout: 20_000 })
    .toBeGreaterThan(Number(before[figure]));
};
const region = (page: Page, name = 'Звонок: Борис Волков') => page.getByRole('region', { name });
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const last = (page: Page) => messages(page).last();

test('two people see and hear each other; another device stops ringing, sound goes off, a broken way is found again', async () => {
  const [caller, called, other] = await Promise.all([enter(alice), enter(bob), enter(bob, phone)]);
  await press(caller, 'Позвонить с видео');
  await expect(region(caller).getByRole('status')).toHaveText('Звоним…');
  const ringing = (page: Page) => region(page, 'Звонок: Алиса Соколова');
  for (const page of [called, other]) await expect(ringing(page).getByText('Входящий видеозвонок')).toBeVisible();
  await expectGoodLooks(other);
  await ringing(called).getByRole('button', { name: 'Ответить', exact: true }).focus();
  await called.keyboard.press('Escape');
  await expect(ringing(called).getByText('Входящий видеозвонок')).toBeVisible();
  await press(called, 'Ответить');
  await expect(ringing(other).getByText('Ответили на другом устройстве')).toBeVisible();
  await expect(ringing(other)).toHaveCount(0);
  for (const page of [caller, called]) await expect(page.getByRole('timer')).toBeVisible();
  for (const page of [caller, called])
    for (const figure of ['bytesReceived', 'framesDecoded', 'audioEnergy'] as const) await grows(page, figure);
  await expectGoodLooks(caller);

  await press(called, 'Выключить микрофон');
  await expect(region(caller).getByRole('status')).toHaveText('Собеседник выключил микрофон');
  const silent = async () => {
    const before = (await figures(caller)).audioEnergy;
    await caller.waitForTimeout(1500);
    return (await figures(caller)).audioEnergy - before;
  };
  await expect.poll(silent, { timeout: 15_000 }).toBeLessThan(1e-6);
  await press(called, 'Включить микрофон');
  await grows(caller, 'audioEnergy');
  await press(called, 'Выключить камеру');
  await expect(region(caller).locator('[data-stream=far]').filter({ visible: true })).toHaveCount(0);

  const before = await figures(caller);
  await caller.evaluate(() => dispatchEvent(new Event('online')));
  await expect.poll(async () => (await figures(caller)).iceName).not.toBe(before.iceName);
  await grows(caller, 'bytesReceived');

  await press(caller, 'Свернуть');
  await expect(region(caller).getByRole('button', { name: 'Вернуться к звонку: Борис Волков' })).toBeVisible();
  await expectGoodLooks(caller);
  await region(caller).getByRole('button', { name: 'Вернуться к звонку: Борис Волков' }).click();
  await press(caller, 'Завершить');
  await expect(ringing(called).getByRole('status')).toHaveText('Звонок завершён');
  await expect(last(caller)).toContainText('Исходящий видеозвонок');
  await expect(last(called)).toContainText('Входящий видеозвонок');
  expectPlain(complaints).toEqual([]);
});

test('who loads the page anew goes on with the call, and a call turned down or not answered leaves its row', async () => {
  const [caller, called] = await Promise.all([enter(alice, narrow), enter(bob, { locale: 'en-GB' })]);
  await press(caller, 'Позвонить');
  await expect(region(called, 'Call: Алиса Соколова').getByText('Incoming call')).toBeVisible();
  // Two tabs of one browser show the call, one rings, and the one that answers has it.
  const tab = await called.context().newPage();
  await tab.goto(called.url());
  await expect(region(tab, 'Call: Алиса Соколова').getByText('Incoming call')).toBeVisible();
  const ringing = () => tab.evaluate(async () => (await navigator.locks.query()).held?.map(({ name }) => name));
  expectPlain((await ringing())?.filter((name) => name === 'veche-call')).toHaveLength(1);
  await called.bringToFront();
  await called.getByRole('button', { name: 'Answer', exact: true }).press('Enter');
  await expect(region(called, 'Call: Алиса Соколова')).toBeFocused();
  await expect(region(tab, 'Call: Алиса Соколова')).toHaveCount(0);
  await tab.close();
  await expect(called.getByRole('timer')).toBeVisible();
  await expectGoodLooks(caller);
  caller.once('dialog', (dialog) => void dialog.accept());
  await caller.reload();
  await expect(region(caller).getByText('Разговор не закончен')).toBeVisible({ timeout: 20_000 });
  await press(caller, 'Вернуться');
  await expect(caller.getByRole('timer')).toBeVisible();
  await grows(called, 'audioEnergy');
  await press(called, 'Hang up');
  await expect(region(caller)).toHaveCount(0, { timeout: 10_000 });

  await press(caller, 'Позвонить');
  await press(called, 'Decline');
  await expect(region(caller).getByText('Звонок отклонён')).toBeVisible();
  await expect(last(called)).toContainText('Declined');
  await expect(region(caller)).toHaveCount(0, { timeout: 10_000 });

  await messages(caller).last().getByRole('button', { name: 'Позвонить снова' }).click();
  await expect(region(called, 'Call: Алиса Соколова')).toBeVisible();
  await press(caller, 'Завершить');
  await expect(last(called)).toContainText('Missed call');
  await expect(last(called).getByRole('button', { name: 'Call back' })).toBeVisible();
  expectPlain(complaints).toEqual([]);
});
