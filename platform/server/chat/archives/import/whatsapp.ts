import {
  type ArchivedChat,
  type ArchivedEntry,
  type ArchivedFile,
  ArchiveError,
  cleanName,
  cleanText,
} from './item.ts';
import { wallClock } from './local-time.ts';
import {
  createDateOrderFinder,
  type DateOrder,
  findLineStyle,
  type Heading,
  type LineStyle,
  readHeading,
  wallTimeOf,
} from './whatsapp-lines.ts';

/** What the whole file says before it is read as messages. */
export interface WhatsappLayout {
  readonly style: LineStyle;
  readonly order: DateOrder;
  readonly entryCount: number;
}

/** Longest message kept, in characters: the messenger itself stops at 65,536. */
const MAX_MESSAGE_LENGTH = 70_000;
/** Lines before the first message: a file of something else is found out soon. */
const MAX_LEADING_LINES = 20;

/** First reading: the style of the lines, the order of day and month, the number of entries. */
export async function readWhatsappLayout(lines: AsyncIterable<string>): Promise<WhatsappLayout> {
  let style: LineStyle | null = null;
  let leading = 0;
  let entryCount = 0;
  const finder = createDateOrderFinder();
  for await (const line of lines) {
    style ??= findLineStyle(line);
    if (style === null) {
      leading += 1;
      if (leading > MAX_LEADING_LINES) break;
      continue;
    }
    const heading = readHeading(line, style);
    if (heading === null) continue;
    entryCount += 1;
    finder.add(heading);
  }
  if (style === null) throw new ArchiveError('unknownFormat', 'The text has no lines of a WhatsApp export.');
  return { style, order: finder.find(), entryCount };
}

/** The one chat of a WhatsApp export; its title is in the name of the file, if anywhere. */
export function whatsappChat(layout: WhatsappLayout, fileName: string): ArchivedChat {
  const named = /(?:WhatsApp Chat with|WhatsApp Chat -|Чат WhatsApp с(?: контактом)?)\s*(.+?)(?:\.txt|\.zip)?$/iu.exec(
    fileName,
  );
  return { key: 'chat', title: cleanName(named?.[1] ?? ''), kind: 'whatsapp', entryCount: layout.entryCount };
}

/** Second reading: the entries, in the order of the file. */
export async function* readWhatsappEntries(
  lines: AsyncIterable<string>,
  layout: WhatsappLayout,
  timeZone: string,
): AsyncGenerator<ArchivedEntry> {
  const toMoment = wallClock(timeZone);
  let heading: Heading | null = null;
  let position = 0;
  let text = '';
  let number = 0;
  const finish = (): ArchivedEntry | null => {
    if (heading === null) return null;
    const time = wallTimeOf(heading, layout.order);
    if (time === null) return { position, skipped: 'unreadable', detail: 'date' };
    return toEntry(position, toMoment(time), text);
  };
  for await (const line of lines) {
    number += 1;
    const next = readHeading(line, layout.style);
    if (next === null) {
      if (heading !== null && text.length < MAX_MESSAGE_LENGTH) text += `\n${line}`;
      continue;
    }
    const entry = finish();
    if (entry !== null) yield entry;
    heading = next;
    position = number;
    text = next.rest;
  }
  const last = finish();
  if (last !== null) yield last;
}

const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const LEADING_MARK = /^[\u200e\u200f]/u;
const EDITED = /^<(?:This message was edited|Это сообщение изменено|Сообщение изменено)>$/iu;
const DELETED =
  /^(?:This message was deleted|You deleted this message|Это сообщение удалено|Данное сообщение удалено|Вы удалили (?:это|данное) сообщение)\.?$/iu;
const OMITTED =
  /^(?:<[^<>\n]*(?:omitted|Без медиафайлов|пропущен\w*)[^<>\n]*>|(?:image|video|audio|sticker|GIF|document|Contact card|изображение|фото|видео|аудио\w*|стикер|документ|карточка контакта) (?:omitted|отсутствует|пропущен\w*|не включен\w*))$/iu;
const ATTACHED_TAG = /^<(?:attached|прикреплено|вложение):\s*([^<>\n]+)>$/iu;
const ATTACHED_NOTE = /^[\u200e\u200f]*([^\n]+?) \((?:file attached|файл добавлен|файл прикреплён|файл прикреплен)\)/iu;

/** Longest text that may be the phone's own words; what is longer somebody wrote. */
const MAX_NOTE_LENGTH = 400;

function toEntry(position: number, at: Date, body: string): ArchivedEntry {
  const cut = body.indexOf(': ');
  const rawName = (cut < 0 ? '' : body.slice(0, cut)).replaceAll(MARKS, '');
  // A system line has no sender; one that quotes something may still have a colon.
  if (cut <= 0 || cut > 100 || /["“”«»\n]/u.test(rawName)) return service(position, body);
  const senderName = cleanName(rawName.replace(/^~[ \u00a0\u202f]?/u, ''));
  if (senderName === '') return service(position, body);

  const raw = body.slice(cut + 2);
  const isMarked = LEADING_MARK.test(raw);
  const { file, text: said } = takeFile(raw);
  const edited = cutNote(said, EDITED);
  const text = cleanText((edited?.before ?? said).replaceAll(MARKS, '')).trim();
  const note = text.length > MAX_NOTE_LENGTH ? '' : text;
  if (DELETED.test(note)) return { position, skipped: 'deleted' };
  if (file === null && OMITTED.test(note)) return { position, skipped: 'fileMissing', detail: text.slice(0, 100) };
  // The phone puts the mark before what it says itself: calls, changes of the group, encryption notices.
  if (file === null && isMarked) return service(position, raw);
  if (file === null && text === '') return { position, skipped: 'empty' };
  return {
    position,
    message: {
      senderName,
      at,
      text,
      entities: [],
      ...(file === null ? {} : { file }),
      ...(edited !== null ? { editedAt: at } : {}),
    },
  };
}

function service(position: number, body: string): ArchivedEntry {
  return { position, skipped: 'service', detail: cleanText(body.replaceAll(MARKS, '')).slice(0, 100) };
}

function takeFile(raw: string): { file: ArchivedFile | null; text: string } {
  const tag = cutNote(raw, ATTACHED_TAG);
  if (tag?.match[1] !== undefined) return { file: fileNamed(tag.match[1]), text: tag.before };
  const note = ATTACHED_NOTE.exec(raw.slice(0, MAX_NOTE_LENGTH));
  if (note?.[1] !== undefined) return { file: fileNamed(note[1]), text: raw.slice(note[0].length) };
  return { file: null, text: raw };
}

/**
 * A note in `<…>` that ends a text, and what stands before it. Looked for from the end: a pattern that begins with
 * blanks would try every blank of a long text anew.
 */
function cutNote(text: string, note: RegExp): { match: RegExpExecArray; before: string } | null {
  const whole = text.slice(0, solidEnd(text));
  const start = whole.lastIndexOf('<');
  const match = start < 0 || whole.length - start > MAX_NOTE_LENGTH ? null : note.exec(whole.slice(start));
  return match === null ? null : { match, before: whole.slice(0, solidEnd(whole.slice(0, start))) };
}

/** Where a text ends without the blanks and marks behind it. */
function solidEnd(text: string): number {
  let end = text.length;
  while (end > 0 && /[\s\u200e\u200f]/u.test(text.charAt(end - 1))) end -= 1;
  return end;
}

function fileNamed(rawPath: string): ArchivedFile {
  const path = cleanText(rawPath.replaceAll(MARKS, '')).trim();
  return { kind: kindOf(path), path, name: path };
}

/** The messenger names its files by what they are: `IMG-…`, `…-PHOTO-…`. */
function kindOf(name: string): ArchivedFile['kind'] {
  if (/^PTT-|-AUDIO-.*\.opus$|\.opus$/i.test(name)) return 'voice';
  if (/^STK-|-STICKER-/i.test(name)) return 'sticker';
  if (/\.(?:jpe?g|png|webp|heic)$/i.test(name)) return 'photo';
  if (/-GIF-/i.test(name)) return 'animation';
  if (/\.(?:mp4|mov|3gp|webm)$/i.test(name)) return 'video';
  if (/\.(?:mp3|m4a|aac|ogg|wav)$/i.test(name)) return 'audio';
  return 'file';
}
