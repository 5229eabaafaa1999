import { expect, test } from 'vitest';
import { plainPhone, readablePhone } from './phone.ts';

test.each([
  ['8 (999) 000-00-01', '+79990000001'],
  ['+7 999 000 00 01', '+79990000001'],
  ['9990000001', '+79990000001'],
  ['+49 30 901820', '+4930901820'],
  ['79990000001', '+79990000001'],
])('%s means %s', (typed, phone) => {
  expect(plainPhone(typed)).toBe(phone);
});

test('a Russian number is shown in groups, another as it is', () => {
  expect(readablePhone('+79990000001')).toBe('+7 999 000-00-01');
  expect(readablePhone('+4930901820')).toBe('+4930901820');
});
