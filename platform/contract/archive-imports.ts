import { z } from 'zod';
import { defineMethod } from './core/define-method.ts';
import { ChatId, ClientId, FileId, MessageId, Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';

/** Most entries of one imported chat. */
export const MAX_IMPORT_ENTRIES = 1_000_000;

/** Imports one account may start in a day. */
export const IMPORTS_PER_DAY = 20;

export const ImportId = z.uuid().toLowerCase().brand<'ImportId'>();
export type ImportId = z.infer<typeof ImportId>;

/** A chat within an archive. */
export const ImportSource = z.object({
  key: z.string(),
  title: z.string(),
  /** As the archive says: `personal_chat`, `private_group`, `whatsapp`… */
  kind: z.string(),
  entryCount: z.int(),
});
export type ImportSource = z.infer<typeof ImportSource>;

/** Why an import as a whole failed. */
export const ImportProblem = z.enum([
  'unknownFormat',
  'malformed',
  'tooLarge',
  'unsafeZip',
  'fileGone',
  'noRights',
  'internal',
]);
export type ImportProblem = z.infer<typeof ImportProblem>;

/** An archive of another messenger on its way into a chat. */
export const Import = z.object({
  importId: ImportId,
  fileName: z.string(),
  format: z.enum(['telegram', 'whatsapp']).optional(),
  /** The chat it goes into; absent until a group for it is made. */
  chatId: ChatId.optional(),
  /** `choosing`: the archive has several chats, and `archives.chooseImportSource` says which. */
  phase: z.enum(['waiting', 'reading', 'choosing', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone']),
  problem: ImportProblem.optional(),
  /** Chats to choose from. */
  sources: z.array(ImportSource).optional(),
  sourceKey: z.string().optional(),
  percent: z.int().min(0).max(100),
  counts: z.object({
    /** Entries of the archive's chat. */
    entries: z.int(),
    /** Entries dealt with. */
    done: z.int(),
    /** Messages made; an entry too long for one makes several. */
    messages: z.int(),
    /** Entries that made none. */
    skipped: z.int(),
  }),
  requestedAt: Timestamp,
  finishedAt: Timestamp.optional(),
});
export type Import = z.infer<typeof Import>;

/**
 * Why an entry made no message: said by the messenger itself (`service`), `empty`, `deleted` there, its file was left
 * out of the archive (`fileMissing`), or it cannot be read. With a message: what was lost of it.
 */
export const ImportReason = z.enum([
  'service',
  'empty',
  'deleted',
  'fileMissing',
  'fileRefused',
  'unreadable',
  'undone',
]);
export type ImportReason = z.infer<typeof ImportReason>;

export const ImportItem = z.object({
  /** Index in the list of a JSON archive, from 0; line of a text archive, from 1. */
  position: z.int(),
  part: z.int(),
  messageId: MessageId.optional(),
  reason: ImportReason.optional(),
  /** What the archive says of it, such as the kind of a service message. */
  detail: z.string().optional(),
});
export type ImportItem = z.infer<typeof ImportItem>;

const TimeZone = PlainText.max(64).refine(isTimeZone, 'must be an IANA name such as Europe/Moscow');

export const startImport = defineMethod({
  name: 'archives.startImport',
  summary:
    'Begins to take an uploaded archive (Telegram Desktop JSON, WhatsApp text; a zip of one with its files) into a group.',
  scope: 'session',
  idempotency: 'key',
  input: z.strictObject({
    clientId: ClientId,
    /** An own finished upload of kind `file`. It is deleted when the import is done. */
    fileId: FileId,
    /** A group the caller owns or administers; a new one with the archive's title when absent. */
    chatId: ChatId.optional(),
    /** Of the times in the archive, where it has no other; UTC when absent. */
    timeZone: TimeZone.default('UTC'),
  }),
  output: z.object({ import: Import }),
  errors: ['not_found', 'conflict', 'idempotency_conflict'],
  perMinute: 30,
});

export const chooseImportSource = defineMethod({
  name: 'archives.chooseImportSource',
  summary: 'Says which chat of an archive of many is to be imported.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ importId: ImportId, sourceKey: PlainText.min(1).max(100) }),
  output: z.object({ import: Import }),
  errors: ['not_found', 'conflict'],
});

export const listImports = defineMethod({
  name: 'archives.listImports',
  summary: 'Imports of the caller, newest first, at most fifty.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ imports: z.array(Import) }),
  errors: [],
});

export const getImport = defineMethod({
  name: 'archives.getImport',
  summary: 'One import and how far it is.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ importId: ImportId }),
  output: z.object({ import: Import }),
  errors: ['not_found'],
});

export const listImportItems = defineMethod({
  name: 'archives.listImportItems',
  summary: 'What became of each entry of an import, in the order of the archive.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({
    importId: ImportId,
    /** Only entries that made no message, or lost something. */
    onlyTrouble: z.boolean().default(false),
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(500).default(100),
  }),
  output: z.object({ items: z.array(ImportItem), nextCursor: z.string().optional() }),
  errors: ['not_found'],
});

export const cancelImport = defineMethod({
  name: 'archives.cancelImport',
  summary: 'Ends an import that is not done; what it has brought stays until it is undone.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ importId: ImportId }),
  output: z.object({ import: Import }),
  errors: ['not_found'],
});

export const undoImport = defineMethod({
  name: 'archives.undoImport',
  summary: 'Deletes the messages that an import has brought, and no others.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ importId: ImportId }),
  output: z.object({ import: Import }),
  errors: ['not_found', 'conflict'],
});

export const archiveImportMethods = {
  startImport,
  chooseImportSource,
  listImports,
  getImport,
  listImportItems,
  cancelImport,
  undoImport,
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
