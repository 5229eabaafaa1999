import type { Page } from 'playwright';
import { clientId } from '../../support/server.ts';
import { expect } from '../../support/expect.ts';
import { messages } from '../../support/shell-parts.ts';
import { says, type Scene, state, type StatesWorld } from './state.ts';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const ring = ({ bob, silent }: StatesWorld) =>
  bob.call('calls.start', { chatId: silent, clientId: clientId(), media: 'video' });

export const calls: Scene = {
  name: 'Calls',
  person: 'alice',
  states: [
    state('call-incoming', 'Be called with video.', async ({ page, world, go }) => {
      await go(`/c/${world.silent}`);
      await expect(page.getByRole('button', { name: 'Позвонить', exact: true })).toBeVisible();
      await ring(world);
      await says('Входящий видеозвонок')(page);
    }),
    state('call-no-microphone', 'Answer where there is no microphone.', async ({ page }) => {
      await press(page, 'Ответить без камеры');
      await says(/Микрофон не найден|Доступ к микрофону запрещён/)(page);
    }),
    state('call-devices', 'There, open the choice of devices.', async ({ page }) => {
      await press(page, 'Микрофон и звук');
      await expect(page.getByRole('button', { name: 'Микрофон и звук' })).toHaveAttribute('aria-expanded', 'true');
    }),
    state('call-chip', 'Set the call aside.', async ({ page }) => {
      await press(page, 'Свернуть');
      await expect(page.getByRole('button', { name: 'Вернуться к звонку: Борис Волков' })).toBeVisible();
    }),
    state('call-over', 'Hang up.', async ({ page }) => {
      await page.getByRole('button', { name: 'Вернуться к звонку: Борис Волков' }).click();
      await press(page, 'Завершить');
      await says('Звонок завершён')(page);
    }),
    state('call-rows', 'Miss a call: what became of it stands in the chat.', async ({ page, world }) => {
      await expect(page.getByRole('region', { name: /^Звонок/ })).toHaveCount(0);
      const { call } = await ring(world);
      await says('Входящий видеозвонок')(page);
      await world.bob.call('calls.end', { chatId: call.chatId, callId: call.callId });
      await expect(messages(page).last()).toContainText('Пропущенный звонок');
      await expect(page.getByRole('region', { name: /^Звонок/ })).toHaveCount(0);
    }),
  ],
};
