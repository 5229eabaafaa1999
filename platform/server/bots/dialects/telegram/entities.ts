import type { Account, Entity } from '@veche/contract';
import { toUser } from './objects.ts';

/** The dialect's names of the kinds it calls otherwise. */
const otherNames: Readonly<Partial<Record<Entity['kind'], string>>> = {
  link: 'text_link',
  phone: 'phone_number',
  botCommand: 'bot_command',
};

export interface TelegramEntity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
  user?: ReturnType<typeof toUser>;
}

/** Parts of a text as the dialect has them. A mention of an account is told where its profile is at hand. */
export function toEntities(entities: readonly Entity[], accounts: readonly Account[] = []): TelegramEntity[] {
  return entities.flatMap((entity): TelegramEntity[] => {
    const { offset, length } = entity;
    if (entity.kind === 'accountMention') {
      const account = accounts.find(({ accountId }) => accountId === entity.accountId);
      return account === undefined ? [] : [{ type: 'text_mention', offset, length, user: toUser(account) }];
    }
    const place = { type: otherNames[entity.kind] ?? entity.kind, offset, length };
    if (entity.kind === 'link') return [{ ...place, url: entity.url }];
    if (entity.kind === 'pre' && entity.language !== undefined) return [{ ...place, language: entity.language }];
    if (entity.kind === 'blockquote' && entity.expandable === true)
      return [{ ...place, type: 'expandable_blockquote' }];
    return [place];
  });
}
