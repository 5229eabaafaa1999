import type { Entity } from '../../entities.ts';
import { findAddresses } from './addresses.ts';
import { findPhones } from './phones.ts';

const BOT_COMMAND = /(?<![\p{L}\p{N}_/<>])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z][A-Za-z0-9_]{2,31})?(?![\p{L}\p{N}_/<>@])/gu;
const MENTION = /(?<![\p{L}\p{N}_@])@[A-Za-z][A-Za-z0-9_]{4,31}(?![\p{L}\p{N}_@])/gu;
/** At least one letter, so that `#1` is a number; two in a row without a blank are none. */
const HASHTAG =
  /(?<![\p{L}\p{M}\p{N}_#&])#(?=[\p{M}\p{N}_]{0,255}\p{L})[\p{L}\p{M}\p{N}_]{1,256}(?![\p{L}\p{M}\p{N}_#])/gu;

/** What a plain text means by its form, in order and without overlaps; the one that begins first wins. */
export function findEntities(text: string): Entity[] {
  const found: Entity[] = [
    ...findAddresses(text).map(({ kind, start, end }) => ({ kind, offset: start, length: end - start })),
    ...matches('botCommand', text, BOT_COMMAND),
    ...matches('mention', text, MENTION),
    ...matches('hashtag', text, HASHTAG),
    ...findPhones(text).map(({ start, end }) => ({ kind: 'phone' as const, offset: start, length: end - start })),
  ];
  let end = 0;
  return found
    .sort((a, b) => a.offset - b.offset)
    .filter((entity) => {
      if (entity.offset < end) return false;
      end = entity.offset + entity.length;
      return true;
    });
}

function matches(kind: 'botCommand' | 'mention' | 'hashtag', text: string, form: RegExp): Entity[] {
  return [...text.matchAll(form)].map((match) => ({ kind, offset: match.index, length: match[0].length }));
}
