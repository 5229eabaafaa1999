import type { FileKind, NewAttachment } from '@veche/contract';
import type { FileWish } from '../../../files/desk.ts';
import { badRequest } from '../dialect-error.ts';
import { readFile } from '../files.ts';
import type { DialectCall, DialectMethod } from '../method.ts';
import { findPlace, type Place } from '../place.ts';
import {
  captionParameters,
  captionPassesOver,
  sendAndShow,
  sendOne,
  sendParameters,
  sendPassesOver,
} from '../sending.ts';
import { readCaption, readCaptionText } from '../text.ts';

type Raw = Readonly<Record<string, unknown>>;

/** A method that sends one file: the parameter that names it, and how it is read. */
interface Sort {
  readonly kind: FileKind;
  readonly uses: readonly string[];
  readonly passesOver?: Readonly<Record<string, string>>;
  /** Kinds that serve as well when the file is known already. */
  readonly alike?: readonly FileKind[];
}

const shown = { supports_streaming: 'every video can be played while it loads' };

const sorts: Readonly<Record<string, Sort>> = {
  photo: { kind: 'photo', uses: [...captionParameters], passesOver: captionPassesOver },
  video: {
    kind: 'video',
    uses: [...captionParameters, 'duration', 'width', 'height', 'thumbnail'],
    passesOver: { ...captionPassesOver, ...shown },
  },
  animation: {
    kind: 'video',
    uses: [...captionParameters, 'duration', 'width', 'height', 'thumbnail'],
    passesOver: captionPassesOver,
    alike: ['photo'],
  },
  audio: {
    kind: 'audio',
    uses: ['caption', 'parse_mode', 'caption_entities', 'duration', 'performer', 'title', 'thumbnail'],
  },
  document: {
    kind: 'file',
    uses: ['caption', 'parse_mode', 'caption_entities'],
    passesOver: {
      disable_content_type_detection: 'a document is never taken for anything else',
      thumbnail: 'files have no preview here',
    },
  },
  voice: { kind: 'voice', uses: ['caption', 'parse_mode', 'caption_entities', 'duration'] },
  video_note: { kind: 'videoNote', uses: ['duration', 'length', 'thumbnail'] },
  sticker: { kind: 'sticker', uses: [], passesOver: { emoji: 'a sticker that stands alone has no emoji here' } },
};

/** `sendPhoto` and its like. */
export const sendFileMethods: readonly DialectMethod[] = Object.entries(sorts).map(([parameter, sort]) => ({
  name: `send${parameter.replace(/(?:^|_)(\w)/g, (_all, letter: string) => letter.toUpperCase())}`,
  uses: [...sendParameters, parameter, ...sort.uses],
  passesOver: { ...sendPassesOver, ...sort.passesOver },
  run: async (request) => {
    const { parameters } = request;
    const place = await findPlace(request);
    const given = parameters.text(parameter) ?? '';
    if (given === '') throw badRequest(`there is no ${parameter.replace('_', ' ')} in the request`);
    const caption = sort.uses.includes('caption') ? readCaption(parameters) : undefined;
    const values = Object.fromEntries([...parameters.names()].map((name) => [name, parameters.get(name)]));
    const file = await readAttachment(request, given, parameter, values);
    return sendOne(request, place, { attachments: [file], ...wordsOf(caption) });
  },
}));

const MIN_GROUP = 2;
const MAX_GROUP = 10;
const groupTypes = ['photo', 'video', 'audio', 'document'];

export const sendMediaGroup: DialectMethod = {
  name: 'sendMediaGroup',
  uses: [...sendParameters.filter((name) => name !== 'reply_markup'), 'media'],
  passesOver: sendPassesOver,
  run: async (request) => {
    const place = await findPlace(request);
    const items = (request.parameters.list('media') ?? []) as Raw[];
    if (items.length < MIN_GROUP) throw badRequest('there are not enough media to send as an album');
    if (items.length > MAX_GROUP) throw badRequest('too many messages to send as an album');
    const captions = items.map(captionOf).filter(({ text }) => text !== '');
    if (captions.length > 1) throw badRequest('an album has one caption here');
    return sendAlbum(request, place, items, captions[0]);
  },
};

async function sendAlbum(request: DialectCall, place: Place, items: readonly Raw[], caption: Caption | undefined) {
  const attachments: NewAttachment[] = [];
  for (const item of items) {
    const type = textOf(item, 'type');
    if (!groupTypes.includes(type)) throw badRequest(`media of type ${type} can't be sent in an album here`);
    attachments.push(await readAttachment(request, textOf(item, 'media'), type, item));
  }
  return sendAndShow(request, place, { attachments, ...wordsOf(caption) });
}

type Caption = ReturnType<typeof readCaption>;

/** The words of a caption as they are sent. */
export function wordsOf(caption: Caption | undefined) {
  if (caption === undefined || caption.text === '') return {};
  return { text: caption.text, ...(caption.entities.length === 0 ? {} : { entities: [...caption.entities] }) };
}

export function captionOf(item: Raw): Caption {
  return readCaptionText({
    text: textOf(item, 'caption'),
    parseMode: item['parse_mode'] as string | undefined,
    entities: item['caption_entities'] as unknown[] | undefined,
  });
}

/** The file of a request or of an item of `media`; `type` is what the dialect calls its sort. */
export async function readAttachment(
  request: DialectCall,
  given: string,
  type: string,
  values: Raw,
): Promise<NewAttachment> {
  const sort = sorts[type];
  if (sort === undefined) throw badRequest(`media of type ${type} is not supported here`);
  const refused = ['cover', 'start_timestamp', 'photo'].find((name) => name !== type && values[name] !== undefined);
  if (refused !== undefined) throw badRequest(`${refused} of media is not supported here`);
  const file = await readFile(request, given, await readWish(request, type, sort.kind, given, values), sort.alike);
  return { ...file, ...(values['has_spoiler'] === true ? { spoiler: true } : {}) };
}

async function readWish(
  request: DialectCall,
  type: string,
  kind: FileKind,
  given: string,
  values: Raw,
): Promise<FileWish> {
  const part = request.files.find(({ field }) => given === `attach://${field}`);
  // A GIF moves by itself: as a picture it keeps doing so.
  if (type === 'animation' && /\.gif(?:$|[?#])/i.test(part?.filename ?? given)) return { kind: 'photo' };
  const [width, height, duration] = ['width', 'height', 'duration'].map((name) => positive(values[name]));
  const side = positive(values['length']);
  const isFilm = kind === 'video' || kind === 'videoNote';
  const sides = kind === 'videoNote' ? { width: side ?? 384, height: side ?? 384 } : defined({ width, height });
  const seconds = kind === 'videoNote' ? (duration ?? 1) : duration;
  const hasDuration = isFilm || kind === 'audio' || kind === 'voice';
  return {
    kind,
    ...(isFilm ? sides : {}),
    ...(hasDuration ? defined({ durationSeconds: seconds }) : {}),
    ...(kind === 'audio' ? { name: trackName(values, part?.filename ?? given) } : {}),
    ...(isFilm || kind === 'audio' ? await readPreview(request, textOf(values, 'thumbnail')) : {}),
  };
}

/** Sounds are shown by their name. */
function trackName(values: Raw, filename: string): string | undefined {
  const parts = [textOf(values, 'performer'), textOf(values, 'title')].map((part) => part.trim());
  const name = parts.filter((part) => part !== '').join(' – ');
  return name === '' ? undefined : `${name}${/\.\w{1,5}$/.exec(filename)?.[0] ?? ''}`;
}

/** A preview comes with the request; others are passed over, as the reference server does. */
async function readPreview(request: DialectCall, given: string): Promise<{ thumbnailFileId?: number }> {
  if (!given.startsWith('attach://')) return {};
  const { fileId } = await readFile(request, given, { kind: 'photo' });
  return { thumbnailFileId: fileId };
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? Math.min(value, 20_000) : undefined;
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

export function textOf(from: Raw, name: string): string {
  const value = from[name];
  return typeof value === 'string' ? value : '';
}
