import { z } from 'zod';
import { type ArchivedEntry, type ArchivedFile, cleanName, cleanText } from './item.ts';
import type { WallTime } from './local-time.ts';
import { readTelegramText, TelegramText } from './telegram-text.ts';

const optional = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined);
const number = z.coerce.number();
/** Messages are numbered; a name of another kind is short, and can be stored. */
const MessageKey = z.union([
  z.number(),
  z
    .string()
    .max(64)
    .refine((key) => !key.includes('\0')),
]);

/** What is read of one entry of `messages` in `result.json`; the rest is passed over. */
const TelegramMessage = z.object({
  id: MessageKey,
  type: z.string(),
  /** Wall time of the computer that made the export. */
  date: optional(z.string()),
  date_unixtime: optional(number),
  edited_unixtime: optional(number),
  edited: optional(z.string()),
  from: optional(z.string()),
  author: optional(z.string()),
  actor: optional(z.string()),
  action: optional(z.string()),
  forwarded_from: optional(z.string()),
  saved_from: optional(z.string()),
  reply_to_message_id: optional(MessageKey),
  /** Set when the reply is to a message of another chat. */
  reply_to_peer_id: optional(z.unknown()),
  text: optional(TelegramText),
  text_entities: optional(TelegramText),
  photo: optional(z.string()),
  file: optional(z.string()),
  file_name: optional(z.string()),
  media_type: optional(z.string()),
  mime_type: optional(z.string()),
  sticker_emoji: optional(z.string()),
  contact_information: optional(
    z.object({
      first_name: z.string().catch(''),
      last_name: z.string().catch(''),
      phone_number: z.string().catch(''),
    }),
  ),
  location_information: optional(z.object({ latitude: z.number(), longitude: z.number() })),
  place_name: optional(z.string()),
  address: optional(z.string()),
  poll: optional(
    z.object({
      question: TelegramText,
      answers: z.array(z.object({ text: TelegramText, voters: z.number().catch(0) })),
    }),
  ),
  game_title: optional(z.string()),
  invoice_information: optional(z.object({ title: z.string() })),
});
type TelegramMessage = z.infer<typeof TelegramMessage>;

/** How the format shows an account that is gone. */
const DELETED_ACCOUNT = 'Deleted Account';

/** Longest text in characters: the messenger itself stops at 4,096. What is longer no messenger wrote. */
const MAX_TEXT_LENGTH = 70_000;
/** Longest name of a file that is looked at. */
const MAX_FILE_NAME_LENGTH = 1_000;

const mediaKinds: Readonly<Record<string, ArchivedFile['kind']>> = {
  sticker: 'sticker',
  video_message: 'videoNote',
  voice_message: 'voice',
  animation: 'animation',
  video_file: 'video',
  audio_file: 'audio',
};

/** Reads one entry of a chat of a Telegram Desktop JSON export. `toMoment` serves exports without Unix times. */
export function readTelegramEntry(raw: unknown, position: number, toMoment: (time: WallTime) => Date): ArchivedEntry {
  const parsed = TelegramMessage.safeParse(raw);
  if (!parsed.success) return { position, skipped: 'unreadable', detail: parsed.error.issues[0]?.path.join('.') ?? '' };
  const message = parsed.data;
  if (message.type === 'service')
    return { position, skipped: 'service', detail: cleanText(message.action ?? '').slice(0, 100) };
  const at = moment(message.date_unixtime, message.date, toMoment);
  if (message.type !== 'message' || at === null)
    return { position, skipped: 'unreadable', detail: at === null ? 'date' : 'type' };

  const file = fileOf(message);
  const { text, entities } = textOf(message);
  if (text.length > MAX_TEXT_LENGTH) return { position, skipped: 'unreadable', detail: 'text' };
  const location = message.location_information;
  const hasFile = file?.path !== undefined;
  if (text.trim() === '' && !hasFile && location == null) {
    return file === null
      ? { position, skipped: 'empty' }
      : { position, skipped: 'fileMissing', detail: file.name ?? file.kind };
  }
  const editedAt = moment(message.edited_unixtime, message.edited, toMoment);
  const forwardedFrom = forwardOf(message, raw);
  const replyTo = message.reply_to_message_id;
  return {
    position,
    message: {
      key: String(message.id),
      senderName: cleanName(message.from ?? message.author ?? '') || DELETED_ACCOUNT,
      at,
      text,
      entities,
      ...(file === null ? {} : { file }),
      ...(location == null ? {} : { location }),
      ...(replyTo == null || message.reply_to_peer_id != null ? {} : { replyToKey: String(replyTo) }),
      ...(editedAt === null || editedAt <= at ? {} : { editedAt }),
      ...(forwardedFrom === null ? {} : { forwardedFrom }),
    },
  };
}

/** The text, and as text what an archive only tells of: a poll with its result, a contact, a place, a game. */
function textOf(message: TelegramMessage): ReturnType<typeof readTelegramText> {
  const pieces = message.text_entities;
  const { text, entities } = readTelegramText(
    Array.isArray(pieces) && pieces.length > 0 ? pieces : (message.text ?? ''),
  );
  const told = [...tellOf(message)].map(cleanText).filter((line) => line.trim() !== '');
  if (told.length === 0) return { text, entities };
  return { text: text.trim() === '' ? told.join('\n') : `${text}\n${told.join('\n')}`, entities };
}

function* tellOf(message: TelegramMessage): Generator<string> {
  const { poll, contact_information: contact, game_title: game, invoice_information: invoice } = message;
  if (poll != null) {
    yield `📊 ${readTelegramText(poll.question).text}`;
    for (const answer of poll.answers) yield `• ${readTelegramText(answer.text).text}: ${answer.voters}`;
  }
  if (contact != null) {
    yield `👤 ${[contact.first_name, contact.last_name].filter((part) => part !== '').join(' ')}`;
    yield contact.phone_number;
  }
  if (message.place_name != null || message.address != null)
    yield [message.place_name, message.address].filter((part) => part != null && part !== '').join(', ');
  if (game != null) yield `🎮 ${game}`;
  if (invoice != null) yield `🧾 ${invoice.title}`;
  if (message.media_type === 'sticker' && pathOf(message.file) === undefined) yield message.sticker_emoji ?? '';
}

function fileOf(message: TelegramMessage): ArchivedFile | null {
  const place = message.photo ?? message.file;
  if (place == null) return null;
  const path = pathOf(place);
  const name = message.file_name ?? undefined;
  const kind = message.photo == null ? (mediaKinds[message.media_type ?? ''] ?? 'file') : 'photo';
  return {
    kind,
    ...(path === undefined ? {} : { path }),
    ...(name === undefined ? {} : { name: cleanText(name).slice(0, MAX_FILE_NAME_LENGTH) }),
  };
}

/** A file that was left out has a sentence in brackets in the place of its path. */
function pathOf(place: string | null | undefined): string | undefined {
  if (
    place == null ||
    place === '' ||
    place.length > MAX_FILE_NAME_LENGTH ||
    (place.startsWith('(') && place.endsWith(')'))
  )
    return undefined;
  return place;
}

/** A forward from an account that is gone has null for its name. */
function forwardOf(message: TelegramMessage, raw: unknown): string | null {
  if (message.forwarded_from != null) return cleanName(message.forwarded_from) || DELETED_ACCOUNT;
  const isForward = typeof raw === 'object' && raw !== null && 'forwarded_from' in raw;
  return isForward ? DELETED_ACCOUNT : null;
}

function moment(
  unixSeconds: number | null | undefined,
  wall: string | null | undefined,
  toMoment: (time: WallTime) => Date,
): Date | null {
  if (unixSeconds != null && Number.isFinite(unixSeconds)) return within(new Date(unixSeconds * 1000));
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})/.exec(wall ?? '');
  if (parts === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return null;
  return within(toMoment({ year, month, day, hour, minute, second }));
}

/** Messengers are younger than 1990, and nothing was sent in a far future. */
function within(date: Date): Date | null {
  const year = date.getUTCFullYear();
  return year >= 1990 && year <= 2200 ? date : null;
}
