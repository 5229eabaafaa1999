import { connect } from '@veche/mini-app-sdk';
import { createTestHost } from '@veche/mini-app-sdk/test-host';
import { expect, test } from 'vitest';
import { introduce } from './introduce.ts';

test('who agrees is called by name, who does not is left alone, and a failure is told', async () => {
  const host = createTestHost();
  const veche = await connect(host.surroundings);
  host.answer('people.getAttributes', { personId: 'p'.repeat(43), values: { name: 'Анна' } });
  expect(await introduce(veche)).toEqual({ name: 'Анна' });
  host.refuse('people.getAttributes', 'forbidden');
  expect(await introduce(veche)).toBe('refused');
  host.refuse('people.getAttributes', 'unavailable');
  expect(await introduce(veche)).toBe('failed');
  host.close();
});
