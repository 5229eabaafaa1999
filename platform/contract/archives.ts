import { z } from 'zod';
import { Language } from './accounts.ts';
import { archiveImportMethods } from './archive-imports.ts';
import { defineMethod } from './core/define-method.ts';
import { ChatId, ClientId, Timestamp } from './core/ids.ts';

/** Days a finished export can be downloaded. */
export const EXPORT_DAYS = 7;

/** Exports one account may start in a day. */
export const EXPORTS_PER_DAY = 5;

export const ExportId = z.uuid().toLowerCase().brand<'ExportId'>();
export type ExportId = z.infer<typeof ExportId>;

/** A copy of an account or of one chat, as a zip: JSON by a published schema, pages to read, files. */
export const Export = z.object({
  exportId: ExportId,
  /** Absent for an export of the whole account. */
  chatId: ChatId.optional(),
  phase: z.enum(['waiting', 'running', 'ready', 'failed', 'cancelled', 'expired']),
  percent: z.int().min(0).max(100),
  counts: z.object({
    chats: z.int(),
    messages: z.int(),
    files: z.int(),
    /** Files that could not be read; the export lists them. */
    missingFiles: z.int(),
  }),
  requestedAt: Timestamp,
  startedAt: Timestamp.optional(),
  readyAt: Timestamp.optional(),
  /** When the file is deleted. */
  expiresAt: Timestamp.optional(),
  sizeBytes: z.int().optional(),
  /** Path of the download while it is ready; the session of the owner opens it. */
  download: z.string().optional(),
});
export type Export = z.infer<typeof Export>;

export const startExport = defineMethod({
  name: 'archives.startExport',
  summary: 'Begins to copy the account, or one chat, into a zip for download.',
  scope: 'session',
  idempotency: 'key',
  input: z.strictObject({
    clientId: ClientId,
    /** Absent: the whole account. */
    chatId: ChatId.optional(),
    /** Of the pages; the account's language when absent. */
    language: Language.optional(),
  }),
  output: z.object({ export: Export }),
  errors: ['not_found', 'conflict', 'idempotency_conflict'],
  perMinute: 30,
});

export const listExports = defineMethod({
  name: 'archives.listExports',
  summary: 'Exports of the caller, newest first, at most fifty.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ exports: z.array(Export) }),
  errors: [],
});

export const getExport = defineMethod({
  name: 'archives.getExport',
  summary: 'One export and how far it is.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ exportId: ExportId }),
  output: z.object({ export: Export }),
  errors: ['not_found'],
});

export const cancelExport = defineMethod({
  name: 'archives.cancelExport',
  summary: 'Ends an export that runs, or deletes the file of a finished one.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ exportId: ExportId }),
  output: z.object({ export: Export }),
  errors: ['not_found'],
});

export const archiveMethods = { startExport, listExports, getExport, cancelExport, ...archiveImportMethods };
