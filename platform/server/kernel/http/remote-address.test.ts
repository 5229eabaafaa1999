import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { remoteAddressOf } from './remote-address.ts';

const request = (forwarded?: string) =>
  ({
    socket: { remoteAddress: '10.0.0.1' },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

test.each([
  ['what a client writes is not believed without a proxy of ours', '1.2.3.4', 0, '10.0.0.1'],
  ['one proxy: its own entry counts', '6.6.6.6, 1.2.3.4', 1, '1.2.3.4'],
  ['two proxies: the entry of the outer one counts', '6.6.6.6, 1.2.3.4, 10.0.0.9', 2, '1.2.3.4'],
  ['a port beside it is left out', '6.6.6.6, 1.2.3.4:4711', 1, '1.2.3.4'],
  ['so it is in brackets', '[2001:db8::1]:4711', 1, '2001:db8::1'],
  ['an address without one stays', '2001:db8::1', 1, '2001:db8::1'],
  ['no header: the peer', undefined, 1, '10.0.0.1'],
])('%s', (_fact, forwarded, proxies, address) => {
  expect(remoteAddressOf(request(forwarded), proxies)).toBe(address);
});
