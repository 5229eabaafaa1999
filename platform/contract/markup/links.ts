import type { AccountId } from '../core/ids.ts';
import type { Entity } from '../entities.ts';

type WithoutPlace<Any> = Any extends Entity ? Omit<Any, 'offset' | 'length'> : never;

/** An entity that has no place yet. */
export type Details = WithoutPlace<Entity>;

/** What a link of a markup leads to; null for what leads nowhere we would go. */
export type ReadLink = (address: string) => Details | null;

export const MAX_ADDRESS_LENGTH = 2048;
const MAX_ACCOUNT_ID = 2 ** 52 - 1;

/** A web address in its full form; a bare domain gets `http://`. Null for every other scheme. */
function toWebAddress(address: string): string | null {
  const trimmed = address.trim();
  if (trimmed === '' || trimmed.length > MAX_ADDRESS_LENGTH || /[\s\0]/.test(trimmed)) return null;
  const withScheme = /^[a-z][a-z0-9+-]*:(?!\d)/i.test(trimmed) ? trimmed : `http://${trimmed}`;
  const url = URL.parse(withScheme);
  if (url === null || !/^https?:$/.test(url.protocol) || url.href.length > MAX_ADDRESS_LENGTH) return null;
  return url.hostname.includes('.') || url.hostname.startsWith('[') ? url.href : null;
}

function linkTo(address: string): Details | null {
  const url = toWebAddress(address);
  return url === null ? null : { kind: 'link', url };
}

/** `tg://user?id=1` names an account, everything else is a web address. */
export const readTelegramLink: ReadLink = (address) => {
  const query = /^tg:(?:\/\/)?user\/?\?([^#]*)/i.exec(address)?.[1];
  return query === undefined ? linkTo(address) : mentionOf(new URLSearchParams(query).get('id'));
};

/** `max://user/1` names an account, everything else is a web address. */
export const readMaxLink: ReadLink = (address) => {
  const id = /^max:\/\/user\/([^/?#]*)/i.exec(address)?.[1];
  return id === undefined ? linkTo(address) : mentionOf(id);
};

/** `account:1` names an account, everything else is a web address. */
export const readOwnLink: ReadLink = (address) => {
  const id = /^account:(.*)$/i.exec(address)?.[1];
  return id === undefined ? linkTo(address) : mentionOf(id);
};

function mentionOf(id: string | null): Details | null {
  if (id === null || !/^[1-9]\d{0,15}$/.test(id) || Number(id) > MAX_ACCOUNT_ID) return null;
  return { kind: 'accountMention', accountId: Number(id) as AccountId };
}

/** The language of a block of code, where it can be stored. */
export function preDetails(language: string): Details {
  const isFit = language !== '' && language.length <= 64 && !language.includes('\0') && language.isWellFormed();
  return isFit ? { kind: 'pre', language } : { kind: 'pre' };
}

export function entityOf(details: Details, start: number, end: number): Entity {
  return { ...details, offset: start, length: end - start };
}
