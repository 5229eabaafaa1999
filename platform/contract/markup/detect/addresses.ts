import type { Span } from '../formatted-text.ts';
import { isKnownEnding } from './top-level-domains.ts';

export interface FoundAddress extends Span {
  readonly kind: 'url' | 'email';
}

const LABELS = String.raw`(?:[\p{L}\p{M}\p{N}_-]{1,63}\.){1,40}[\p{L}\p{M}\p{N}-]{1,63}`;
const PATH = String.raw`[/?#][^\s<>"«»“”„]{0,2000}`;

/**
 * Everything that may be an address: perhaps with a scheme, or with a name before `@`. The look-behind lets each run
 * of such characters be tried once, so that a long one is no more work than its length.
 */
const CANDIDATE = new RegExp(
  String.raw`(?<![\p{L}\p{M}\p{N}_@.\\-])` +
    String.raw`(?:(?<scheme>https?:\/\/)(?:[^\s/?#@<>"«»]{1,64}@)?|(?<![/#])(?:(?<user>[\p{L}\p{N}_+.-]{1,64})@)?)` +
    String.raw`(?<host>${LABELS})(?<port>:\d{1,5}(?!\d))?(?<path>${PATH})?`,
  'giu',
);

/** Web addresses and mail addresses of a text, in order, none over another. */
export function findAddresses(text: string): FoundAddress[] {
  const found: FoundAddress[] = [];
  CANDIDATE.lastIndex = 0;
  for (let match = CANDIDATE.exec(text); match !== null; match = CANDIDATE.exec(text)) {
    const address = readCandidate(match);
    if (address !== null) found.push(address);
    // What a trimmed path left may hold another address.
    CANDIDATE.lastIndex = address?.end ?? match.index + endOfHost(match);
  }
  return found;
}

function readCandidate(match: RegExpExecArray): FoundAddress | null {
  const { scheme, user, host = '', port = '', path = '' } = match.groups ?? {};
  const start = match.index;
  const hostEnd = start + endOfHost(match);
  if (user !== undefined) {
    const isMail = /[\p{L}\p{N}_-]$/u.test(user) && !user.startsWith('.') && isHost(host, true);
    return isMail ? { kind: 'email', start, end: hostEnd } : null;
  }
  if (!isHost(host, scheme !== undefined)) return null;
  const end = hostEnd + (Number(port.slice(1)) <= 65_535 ? port.length + pathLength(path) : 0);
  return { kind: 'url', start, end };
}

function endOfHost(match: RegExpExecArray): number {
  const { path = '', port = '' } = match.groups ?? {};
  return match[0].length - path.length - port.length;
}

function isHost(host: string, isSure: boolean): boolean {
  const labels = host.split('.');
  const ending = labels.at(-1) ?? '';
  if (labels.some((label) => label.startsWith('-') || label.endsWith('-'))) return false;
  // Underscores stand in names of services, never in a registered name.
  if ((labels.at(-2) ?? '').includes('_')) return false;
  if (labels.every((label) => /^\d+$/.test(label))) return labels.length === 4 && labels.every(isByte) && isSure;
  return isKnownEnding(ending) || (isSure && /^(?:\p{L}{2,}|xn--[a-z0-9-]+)$/iu.test(ending));
}

function isByte(label: string): boolean {
  return Number(label) <= 255 && String(Number(label)) === label;
}

const CLOSING: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
const PUNCTUATION = /[.,:;!?'`…*_~|([{]/;

/** How much of what follows the host is still the address: brackets pair up, punctuation at the end is the sentence's. */
function pathLength(path: string): number {
  const open: Record<string, number> = { '(': 0, '[': 0, '{': 0 };
  let length = 0;
  for (; length < path.length; length++) {
    const character = path.charAt(length);
    const opening = CLOSING[character];
    if (opening !== undefined && (open[opening] ?? 0) === 0) break;
    if (opening !== undefined) open[opening] = (open[opening] ?? 0) - 1;
    else if (character in open) open[character] = (open[character] ?? 0) + 1;
  }
  while (length > 0 && PUNCTUATION.test(path.charAt(length - 1))) length--;
  return length === 1 && path !== '' && !path.startsWith('/') ? 0 : length;
}
