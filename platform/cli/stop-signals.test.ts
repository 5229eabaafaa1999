import { expect, test } from 'vitest';
import { createStopRequest } from './stop-signals.ts';

function record() {
  const asked: string[] = [];
  const request = createStopRequest({ onStop: () => asked.push('stop'), onForce: () => asked.push('force') });
  return { asked, request };
}

test('one Ctrl-C that arrives three times asks once', () => {
  const { asked, request } = record();
  for (const moment of [1000, 1002, 1150]) request(moment);
  expect(asked).toEqual(['stop']);
});

test('a second Ctrl-C forces the end, once', () => {
  const { asked, request } = record();
  for (const moment of [1000, 1001, 3000, 3001, 5000]) request(moment);
  expect(asked).toEqual(['stop', 'force']);
});
