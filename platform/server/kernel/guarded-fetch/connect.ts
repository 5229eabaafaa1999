import { type LookupAddress, promises as dns } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { addressKind } from './addresses.ts';
import { FetchFailure } from './failure.ts';

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

export const systemResolve: Resolve = (hostname) => dns.lookup(hostname, { all: true });

export interface ConnectOptions {
  readonly resolve: Resolve;
  readonly ports: readonly number[];
  /** Loopback addresses, at any port: development only. */
  readonly allowLoopback: boolean;
  readonly timeoutMs: number;
}

/**
 * Opens a socket to an address that was checked: the name is resolved once, here, and the socket gets the answer, so
 * that a second answer of the same name never matters.
 */
export function createGuardedConnector(options: ConnectOptions): buildConnector.connector {
  return (target, callback) => {
    checkedAddresses(options, target.hostname, target.port).then(
      (addresses) => {
        const open = buildConnector({
          allowH2: false,
          timeout: options.timeoutMs,
          lookup: answerWith(addresses),
        });
        open(target, callback);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
}

/** The addresses of a host, each of which may be reached. Throws FetchFailure. */
export async function checkedAddresses(
  options: Omit<ConnectOptions, 'timeoutMs'>,
  hostname: string,
  port: string,
): Promise<LookupAddress[]> {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(literal);
  const addresses = family === 0 ? await resolveName(options.resolve, literal) : [{ address: literal, family }];
  const onlyLoopback = port !== '' && !options.ports.includes(Number(port));
  for (const { address } of addresses) {
    const kind = addressKind(address);
    // One bad address among good ones is a trick, not a mistake: all are refused.
    const allowed = (kind === 'public' && !onlyLoopback) || (kind === 'loopback' && options.allowLoopback);
    if (!allowed) throw new FetchFailure('forbidden_address');
  }
  return addresses;
}

async function resolveName(resolve: Resolve, hostname: string): Promise<LookupAddress[]> {
  let addresses: LookupAddress[];
  try {
    addresses = await resolve(hostname);
  } catch (error) {
    throw new FetchFailure('unresolved', hostname, error);
  }
  if (addresses.length === 0) throw new FetchFailure('unresolved', hostname);
  return addresses;
}

function answerWith(addresses: LookupAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all === true) return callback(null, addresses);
    const [first] = addresses;
    callback(null, first?.address ?? '', first?.family);
  };
}
