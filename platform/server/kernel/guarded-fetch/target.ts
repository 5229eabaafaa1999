import { FetchFailure } from './failure.ts';

const MAX_URL_LENGTH = 2048;
const DEFAULT_PORT: Record<string, number> = { 'http:': 80, 'https:': 443 };

/** What a URL must be before its name is even resolved. */
export interface TargetRules {
  readonly allowHttp: boolean;
  readonly ports: readonly number[];
  /** Loopback is listened to at any port. */
  readonly allowLoopback: boolean;
}

/** Reads an address that came from outside. `URL` already turns `0x7f.1`, `2130706433` and their like into dots. */
export function readTarget(text: string, rules: TargetRules, base?: URL): URL {
  if (text.length > MAX_URL_LENGTH) throw new FetchFailure('bad_url', 'too long');
  const url = URL.parse(text, base);
  if (url === null || url.href.length > MAX_URL_LENGTH * 3) throw new FetchFailure('bad_url', 'not a URL');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && rules.allowHttp)) {
    throw new FetchFailure('bad_url', `scheme ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '') throw new FetchFailure('bad_url', 'credentials');
  if (!rules.allowLoopback && !rules.ports.includes(portOf(url))) {
    throw new FetchFailure('bad_url', `port ${portOf(url)}`);
  }
  url.hash = '';
  return url;
}

function portOf(url: URL): number {
  return url.port === '' ? (DEFAULT_PORT[url.protocol] ?? 0) : Number(url.port);
}
