import { connect } from '@veche/mini-app-sdk';
import { createTestHost } from '@veche/mini-app-sdk/test-host';
import { expect, test } from 'vitest';
import { startCounter } from './counter.ts';

test('a press of the main button is counted and kept', async () => {
  const host = createTestHost({ language: 'en' });
  host.answer('cloudStorage.get', { values: { count: '4' } });
  const drawn: number[] = [];
  await startCounter(await connect(host.surroundings), (count) => drawn.push(count));
  expect(host.window).toMatchObject({ isReady: true, mainButton: { text: 'Press' } });
  await host.press('main');
  expect(drawn).toEqual([4, 5]);
  expect(await host.called('cloudStorage.set')).toEqual({ key: 'count', value: '5' });
  host.close();
});
