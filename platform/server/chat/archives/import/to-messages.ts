import { createHash } from 'node:crypto';
import { type ClientId, type ImportId, MAX_TEXT_LENGTH, type MediaFile, type MessageBody } from '@veche/contract';
import { mayStandTogether } from '../../media/attachments/rules.ts';
import { entitiesOf } from '../../messages/entities.ts';
import type { ArchivedMessage } from './item.ts';

/** What one part of an entry says here. */
export interface ImportedPart {
  readonly text: string;
  readonly body: MessageBody;
}

/** A message of an archive as messages of ours: long texts are cut where a line or a word ends. None when all is lost. */
export function toParts(message: ArchivedMessage, file: MediaFile | null): ImportedPart[] {
  const { senderName, at, forwardedFrom, location, entities } = message;
  const imported = {
    senderName,
    at: at.toISOString(),
    ...(forwardedFrom === undefined ? {} : { forwardedFrom }),
  };
  const place = location === undefined || !isOnEarth(location) ? [] : [{ text: '', body: { location, imported } }];
  const words = cutText(message.text, MAX_TEXT_LENGTH).map(({ start, text }) => {
    const inside = entities.flatMap((entity) => {
      const from = Math.max(entity.offset - start, 0);
      const to = Math.min(entity.offset + entity.length - start, text.length);
      return to > from ? [{ ...entity, offset: from, length: to - from }] : [];
    });
    const found = entitiesOf(text, inside);
    return { text, body: { ...(found === undefined ? {} : { entities: found }), imported } };
  });
  const said = words.filter(({ text }) => text.trim() !== '');
  if (file === null) return [...said, ...place];
  const attachments = [file];
  const [caption, ...rest] = said;
  // What cannot have a caption stands before it, and a place stands alone, as when they are sent.
  if (caption === undefined || mayStandTogether([file.kind], caption.text) !== null)
    return [{ text: '', body: { attachments, imported } }, ...said, ...place];
  return [{ text: caption.text, body: { ...caption.body, attachments } }, ...rest, ...place];
}

function cutText(text: string, maxLength: number): { start: number; text: string }[] {
  const cuts: { start: number; text: string }[] = [];
  let start = 0;
  while (text.length - start > maxLength) {
    const window = text.slice(start, start + maxLength);
    const line = window.lastIndexOf('\n');
    const word = window.lastIndexOf(' ');
    const end = line > maxLength / 2 ? line : word > maxLength / 2 ? word : wholeCharacters(window);
    cuts.push({ start, text: window.slice(0, end) });
    start += end;
  }
  cuts.push({ start, text: text.slice(start) });
  return cuts;
}

/** A cut must not halve a character. */
function wholeCharacters(window: string): number {
  return window.isWellFormed() ? window.length : window.length - 1;
}

function isOnEarth({ latitude, longitude }: { latitude: number; longitude: number }): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}

/** The same part of the same entry of an import always has the same id: it cannot come twice. */
export function partClientId(importId: ImportId, entry: number, part: number): ClientId {
  const hash = createHash('sha256').update(`${importId} ${entry} ${part}`).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)];
  return groups.join('-') as ClientId;
}
