import type { Account, Entity } from '@veche/contract';

const names: Partial<Record<Entity['kind'], string>> = {
  bold: 'strong',
  italic: 'emphasized',
  underline: 'underline',
  strikethrough: 'strikethrough',
  code: 'monospaced',
  pre: 'monospaced',
  blockquote: 'quote',
};

/** Parts of a text as the dialect has them; what it has no name for is plain there. */
export function toMarkup(text: string, entities: readonly Entity[], accounts: readonly Account[]): object[] {
  return entities.flatMap((entity) => {
    const place = { from: entity.offset, length: entity.length };
    const type = names[entity.kind];
    if (type !== undefined) return [{ type, ...place }];
    switch (entity.kind) {
      case 'link':
        return [{ type: 'link', ...place, url: entity.url }];
      case 'accountMention': {
        const username = accounts.find(({ accountId }) => accountId === entity.accountId)?.username;
        const link = username === undefined ? {} : { user_link: `@${username}` };
        return [{ type: 'user_mention', ...place, user_id: entity.accountId, ...link }];
      }
      case 'mention': {
        const link = text.slice(place.from, place.from + place.length);
        const account = accounts.find(({ username }) => `@${username?.toLowerCase()}` === link.toLowerCase());
        const id = account === undefined ? {} : { user_id: account.accountId };
        return [{ type: 'user_mention', ...place, ...id, user_link: link }];
      }
      default:
        return [];
    }
  });
}
