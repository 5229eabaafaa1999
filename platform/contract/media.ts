import { z } from 'zod';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, FileId, MessageId, Timestamp } from './core/ids.ts';

/** Where files are uploaded, by the tus protocol 1.0.0 with creation-with-upload, termination and expiration. */
export const UPLOADS_PATH = '/files/uploads';

/** Largest file in bytes: exactly 2 GiB. */
export const MAX_FILE_BYTES = 2 * 1024 ** 3;
/** Largest photo and sticker in bytes, as they are uploaded; a larger image is sent as a `file`. */
export const MAX_PHOTO_BYTES = 64 * 1024 ** 2;
export const MAX_STICKER_BYTES = 2 * 1024 ** 2;
/** Largest video note in bytes, and the longest one. It is square: shown round. */
export const MAX_VIDEO_NOTE_BYTES = 12 * 1024 ** 2;
export const MAX_VIDEO_NOTE_SECONDS = 60;
export const MAX_VIDEO_NOTE_SIDE = 1080;
/** Most pixels of an image that is to be shown, all frames of an animation together. */
export const MAX_IMAGE_PIXELS = 128_000_000;
/** Uploads one account may have open at once, and how long one stays open. */
export const MAX_OPEN_UPLOADS = 16;
export const UPLOAD_HOURS = 24;
/**
 * Most files of one message. Several are of one sort: photos and videos, sounds, or files; a voice note, a video note
 * and a sticker stand alone.
 */
export const MAX_ATTACHMENTS = 10;
/** Longest recording in seconds that a client may state. */
const MAX_DURATION_SECONDS = 24 * 60 * 60;

/** What a file is for, as its sender means it. The content must fit: a photo is an image, a voice note is sound. */
export const FileKind = z.enum(['photo', 'video', 'voice', 'audio', 'file', 'videoNote', 'sticker']);
export type FileKind = z.infer<typeof FileKind>;

/** Loudness of a recording over its time: up to 100 samples of 5 bits. */
export const Waveform = z.array(z.int().min(0).max(31)).min(1).max(100);

const Pixels = z.int().min(1).max(20_000);

/**
 * A stored file. Its content is at `/files/<fileId>`, its preview at `/files/<fileId>/thumbnail`, both with
 * `?chat=<chatId>&message=<messageId>` of a message that carries it.
 */
export const MediaFile = z.object({
  fileId: FileId,
  kind: FileKind,
  /** Without folders, control characters and names that systems reserve. */
  name: z.string(),
  sizeBytes: z.int().min(1),
  /** Found in the content; what the uploader says is not believed. */
  mimeType: z.string(),
  /** Of images by their content, of videos by the uploader's word. */
  width: z.int().optional(),
  height: z.int().optional(),
  durationSeconds: z.number().optional(),
  waveform: Waveform.optional(),
  /** More than one frame: plays by itself. */
  animated: z.literal(true).optional(),
  /** Blurred placeholder: ThumbHash in base64. */
  thumbhash: z.string().optional(),
  /** Preview in WebP, at most 320 pixels on the longer side. */
  thumbnail: z.object({ width: z.int(), height: z.int(), sizeBytes: z.int() }).optional(),
});
export type MediaFile = z.infer<typeof MediaFile>;

/** A file of a message. */
export const Attachment = MediaFile.extend({
  /** Covered until the reader asks for it. */
  spoiler: z.literal(true).optional(),
});
export type Attachment = z.infer<typeof Attachment>;

/** A file as a sender names it: an own one, or one of a message that the sender sees. */
export const NewAttachment = z.strictObject({
  fileId: FileId,
  spoiler: z.literal(true).optional(),
  /** Where the sender sees a file that is another's. */
  from: z.strictObject({ chatId: ChatId, messageId: MessageId }).optional(),
});
export type NewAttachment = z.infer<typeof NewAttachment>;

/** Keys of `Upload-Metadata` when an upload is created. `filetype` is taken, because clients send it, and not believed. */
export const UploadMetadata = z.strictObject({
  filename: z.string().max(4096).optional(),
  filetype: z.string().max(255).optional(),
  kind: FileKind.default('file'),
});

/** A message in which the caller sees the file. */
const seenIn = { chatId: ChatId.optional(), messageId: MessageId.optional() };
const bothOrNone = (place: { chatId?: unknown; messageId?: unknown }) =>
  (place.chatId === undefined) === (place.messageId === undefined);

export const finish = defineMethod({
  name: 'media.finish',
  summary: 'Turns a complete upload into a file: its content is looked at, scanned where that is set up, and stored.',
  scope: 'media:write',
  idempotency: 'natural',
  input: z.strictObject({
    /** Last part of the upload's address. */
    fileId: FileId,
    /** In place of the kind that the upload was created with: an image that is no photo can become a `file`. */
    kind: FileKind.optional(),
    /** For videos; those of a video note are alike. */
    width: Pixels.optional(),
    height: Pixels.optional(),
    /** For video and sound; a WAV is measured instead. A video note has up to 60. */
    durationSeconds: z.number().min(0).max(MAX_DURATION_SECONDS).optional(),
    /** For voice notes; computed for WAV when absent. */
    waveform: Waveform.optional(),
    /** An own photo, finished before, that becomes the preview of a video, a video note or a sound. */
    thumbnailFileId: FileId.optional(),
  }),
  output: z.object({ file: MediaFile }),
  errors: ['not_found', 'conflict'],
  perMinute: 120,
});

export const get = defineMethod({
  name: 'media.get',
  summary: 'What a file is: an own one that was not sent yet, or one of a message that the caller sees.',
  scope: 'media:read',
  idempotency: 'read',
  input: z
    .strictObject({ fileId: FileId, ...seenIn })
    .refine(bothOrNone, { message: 'goes with chatId', path: ['messageId'] }),
  output: z.object({ file: MediaFile }),
  errors: ['not_found'],
});

export const remove = defineMethod({
  name: 'media.delete',
  summary: 'Deletes an own file that was not sent yet. A sent one goes with the last message that carries it.',
  scope: 'media:write',
  idempotency: 'natural',
  input: z.strictObject({ fileId: FileId }),
  output: z.object({ deleted: z.boolean() }),
  errors: ['conflict'],
});

export const usage = defineMethod({
  name: 'media.usage',
  summary: 'How much the account stores. Files count by their size for their uploader, whoever else has the same.',
  scope: 'media:read',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({
    usedBytes: z.int(),
    /** Stated sizes of open uploads. */
    reservedBytes: z.int(),
    quotaBytes: z.int(),
    fileCount: z.int(),
    openUploads: z.int(),
  }),
  errors: [],
});

export const listChatMedia = defineMethod({
  name: 'media.listChatMedia',
  summary: 'Files in the messages of a chat, newest first.',
  scope: 'messages:read',
  idempotency: 'read',
  input: z.strictObject({
    chatId: ChatId,
    /** All kinds when absent. */
    kinds: z.array(FileKind).min(1).max(FileKind.options.length).optional(),
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(100).default(50),
  }),
  output: z.object({
    items: z.array(
      z.object({ messageId: MessageId, senderId: AccountId, at: Timestamp, position: z.int(), file: MediaFile }),
    ),
    nextCursor: z.string().optional(),
  }),
  errors: ['not_found'],
});

export const mediaMethods = { finish, get, delete: remove, usage, listChatMedia };
