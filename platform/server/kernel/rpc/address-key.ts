import { isIPv4, isIPv6 } from 'node:net';

/** Who an address counts as: IPv6 by its /64, which is one subscriber (RFC 6177); all that is no address as one. */
export function addressKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  const plainIPv4 = mapped?.[1] ?? address;
  if (isIPv4(plainIPv4)) return plainIPv4;
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return 'unknown';
  const [head = '', tail] = plain.split('::');
  const left = head.split(':').filter((group) => group !== '');
  const right = tail === undefined ? [] : tail.split(':').filter((group) => group !== '');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  const groups = [...left, ...zeros, ...right].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
}
