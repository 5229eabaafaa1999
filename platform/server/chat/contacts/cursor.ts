import { strangeCursor } from '../../kernel/paging.ts';
import type { ContactPlace } from './store.ts';

/** A place in an order of names, as a text that says nothing to its reader. */
export function cursorOf({ key, accountId }: ContactPlace): string {
  return `${accountId}_${Buffer.from(key).toString('base64url')}`;
}

export function placeOf(cursor: string | undefined): ContactPlace | null {
  if (cursor === undefined) return null;
  const [, id, name] = /^(\d{1,16})_([\w-]*)$/.exec(cursor) ?? [];
  const key = Buffer.from(name ?? '', 'base64url').toString();
  if (id === undefined || key.includes('\0')) throw strangeCursor();
  return { accountId: Number(id), key };
}
