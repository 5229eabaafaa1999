import type { Entity } from '../../platform/contract/entities.ts';
import type { FormattedText } from '../../platform/contract/markup/index.ts';

/** `bold hello`, or `link hello https://example.org/`: an entity by the text it stands on, for facts in tables. */
export function inWords({ text, entities }: FormattedText): string[] {
  return entities.map((entity) => `${entity.kind} ${passage(text, entity)}${more(entity)}`);
}

function passage(text: string, { offset, length }: Entity): string {
  return text.slice(offset, offset + length).replaceAll('\n', '⏎');
}

function more(entity: Entity): string {
  switch (entity.kind) {
    case 'link':
      return ` ${entity.url}`;
    case 'accountMention':
      return ` ${entity.accountId}`;
    case 'pre':
      return entity.language === undefined ? '' : ` ${entity.language}`;
    case 'blockquote':
      return entity.expandable === true ? ' expandable' : '';
    default:
      return '';
  }
}
