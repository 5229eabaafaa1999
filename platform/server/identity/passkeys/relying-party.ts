import { isIP } from 'node:net';
import { VecheError } from '@veche/contract';

/** Whom passkeys are for (WebAuthn Level 3, section 4): the host that people open, and the only origin that may ask. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** Of the configured web origin; an address in numbers can have no passkeys. */
export function requireRelyingParty(webOrigin: string): RelyingParty {
  const { hostname, origin } = new URL(webOrigin);
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0)
    throw new VecheError('not_supported', 'Passkeys need a server with a host name.');
  return { id: hostname, origin };
}
