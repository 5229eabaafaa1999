import { type AccountId, checkEntities, type Entity, isPlainStyle, MAX_ID, MAX_TEXT_LENGTH } from '@veche/contract';
import {
  type FormattedText,
  MarkupError,
  parseTelegramHtml,
  parseTelegramMarkdown,
  parseTelegramMarkdownV2,
  trimText,
} from '@veche/contract/markup';
import { badRequest } from './dialect-error.ts';
import type { Parameters } from './parameters.ts';

const MAX_CAPTION_LENGTH = 1024;

/** A text as a request gives it. */
export interface GivenText {
  readonly text: string;
  readonly parseMode?: string | undefined;
  readonly entities?: readonly unknown[] | undefined;
}

const parsers: Readonly<Record<string, (source: string) => FormattedText>> = {
  markdown: parseTelegramMarkdown,
  markdownv2: parseTelegramMarkdownV2,
  html: parseTelegramHtml,
};

/** Reads `text` of a message. */
export function readText(parameters: Parameters): FormattedText {
  return readMessageText({
    text: parameters.requiredText('text'),
    parseMode: parameters.text('parse_mode'),
    entities: parameters.list('entities'),
  });
}

/** The same of a text within a parameter. */
export function readMessageText(given: GivenText): FormattedText {
  const formatted = readFormatted(given);
  if (formatted.text === '') throw badRequest('message text is empty');
  if (formatted.text.length > MAX_TEXT_LENGTH) throw badRequest('message is too long');
  return formatted;
}

/** Reads `caption`, which may be blank. */
export function readCaption(parameters: Parameters): FormattedText {
  return readCaptionText({
    text: parameters.text('caption') ?? '',
    parseMode: parameters.text('parse_mode'),
    entities: parameters.list('caption_entities'),
  });
}

export function readCaptionText(given: GivenText): FormattedText {
  const formatted = readFormatted(given);
  if (formatted.text.length > MAX_CAPTION_LENGTH) throw badRequest('message caption is too long');
  return formatted;
}

/** A text that is shown without formatting; marks of a parse mode are taken out, and what they ask for is refused. */
export function readUnformatted(given: GivenText, what: string): string {
  const { text, entities } = readFormatted(given);
  const found = checkEntities(text, []);
  if (entities.length > found.length) throw badRequest(`formatting of ${what} is not supported here`);
  return text;
}

/** By the parse mode, or else by the entities that are stated. Blank edges are left out. */
function readFormatted({ text, parseMode = '', entities = [] }: GivenText): FormattedText {
  if (!text.isWellFormed() || text.includes('\0')) throw badRequest('text must be encoded in UTF-8');
  if (parseMode === '') return trimText({ text, entities: checkEntities(text, entities.flatMap(readEntity)) });
  const parse = parsers[parseMode.toLowerCase()];
  if (parse === undefined) throw badRequest('unsupported parse_mode');
  try {
    return trimText(parse(text));
  } catch (error) {
    if (error instanceof MarkupError) throw badRequest(error.message);
    throw error;
  }
}

/** What the text has by itself is found there; custom emoji and times are shown as the text they stand on. */
function readEntity(given: unknown): Entity[] {
  const { type, offset, length, url, user, language } = given as {
    type: string;
    offset: number;
    length: number;
    url?: string;
    user?: { id?: number };
    language?: string;
  };
  if (offset < 0 || length < 1 || offset > 0xffff || length > 0xffff) return [];
  const place = { offset, length };
  if (isPlainStyle(type)) return [{ kind: type, ...place }];
  switch (type) {
    case 'pre':
      return [{ kind: 'pre', ...place, ...(language === undefined || language === '' ? {} : { language }) }];
    case 'blockquote':
      return [{ kind: 'blockquote', ...place }];
    case 'expandable_blockquote':
      return [{ kind: 'blockquote', ...place, expandable: true }];
    case 'text_link':
      return readLink(url ?? '', place);
    case 'text_mention':
      if (user?.id === undefined || user.id < 1 || user.id > MAX_ID) throw badRequest('USER_ID_INVALID');
      return [{ kind: 'accountMention', ...place, accountId: user.id as AccountId }];
    default:
      return [];
  }
}

/** An address without a scheme is of the web; one that leads nowhere is passed over, as the reference server does. */
function readLink(given: string, place: { offset: number; length: number }): Entity[] {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(given) ? given : `http://${given}`);
  if (url === null || !/^https?:$/.test(url.protocol) || url.href.length > 2048) return [];
  return [{ kind: 'link', ...place, url: url.href }];
}
