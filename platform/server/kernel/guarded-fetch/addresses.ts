import ipaddr from 'ipaddr.js';

/** What of the internet protocol's space is given to hosts of the public internet (RFC 4291 2.4, IANA). */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** Public by number, but answered inside a cloud: the host's own control address at one large provider. */
const CLOUD_CONTROL = ['168.63.129.16'];

export type AddressKind = 'public' | 'loopback' | 'forbidden';

/**
 * Everything that is not plainly a host of the public internet is forbidden: private, link-local, shared, multicast,
 * reserved, and every form of IPv6 that carries an IPv4 address within it (mapped, 6to4, NAT64, Teredo).
 */
export function addressKind(text: string): AddressKind {
  if (!ipaddr.isValid(text)) return 'forbidden';
  const address = ipaddr.parse(text);
  const range = address.range();
  if (range === 'loopback') return 'loopback';
  if (range !== 'unicast' || CLOUD_CONTROL.includes(address.toString())) return 'forbidden';
  if (address instanceof ipaddr.IPv6 && !address.match(GLOBAL_IPV6)) return 'forbidden';
  return 'public';
}
