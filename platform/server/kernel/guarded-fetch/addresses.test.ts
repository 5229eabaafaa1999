import { expect, test } from 'vitest';
import { addressKind } from './addresses.ts';

test.each(['8.8.8.8', '77.88.8.8', '1.1.1.1', '172.32.0.1', '2a02:6b8::feed:ff', '2606:4700::1111'])(
  '%s is an address of the public internet',
  (address) => expect(addressKind(address)).toBe('public'),
);

test.each(['127.0.0.1', '127.255.255.254', '::1'])('%s is loopback', (address) =>
  expect(addressKind(address)).toBe('loopback'),
);

test.each([
  ['this network', '0.0.0.0'],
  ['this network', '0.1.2.3'],
  ['private', '10.0.0.1'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['shared by a carrier', '100.64.0.1'],
  ['cloud metadata', '169.254.169.254'],
  ['cloud metadata', '100.100.100.200'],
  ['cloud control', '168.63.129.16'],
  ['protocol assignments', '192.0.0.8'],
  ['documentation', '192.0.2.1'],
  ['6to4 relay', '192.88.99.1'],
  ['benchmarks', '198.18.0.1'],
  ['documentation', '203.0.113.9'],
  ['multicast', '224.0.0.251'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '::'],
  ['link-local', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%eth0'],
  ['unique local', 'fc00::1'],
  ['unique local', 'fd12:3456::1'],
  ['cloud metadata', 'fd00:ec2::254'],
  ['site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
  ['mapped loopback', '::ffff:127.0.0.1'],
  ['mapped public', '::ffff:8.8.8.8'],
  ['compatible', '::127.0.0.1'],
  ['compatible', '::808:808'],
  ['translated', '::ffff:0:127.0.0.1'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['local NAT64', '64:ff9b:1::a00:1'],
  ['6to4 of loopback', '2002:7f00:1::1'],
  ['6to4 of a public address', '2002:808:808::1'],
  ['Teredo', '2001:0:53aa:64c::1'],
  ['documentation', '2001:db8::1'],
  ['discard', '100::1'],
  ['segment routing', '5f00::1'],
  ['not given out', '4000::1'],
  ['no address', 'localhost'],
  ['no address', ''],
  ['no address', '256.1.1.1'],
])('%s: %s is forbidden', (_what, address) => expect(addressKind(address)).toBe('forbidden'));
