import { Account, AccountId, Chat, ChatId, FileId, Message, MessageId, Timestamp } from '@veche/contract';
import { z } from 'zod';
import type { PersonalData } from '../../../kernel/personal-data.ts';

/** Grows when a reader of older exports could go wrong. */
const EXPORT_VERSION = 1;

/** A file of a message: where it lies in the zip, or why it does not. */
export const ExportedFile = z.object({
  fileId: FileId,
  messageId: MessageId,
  name: z.string(),
  /** Path from the top of the zip; absent when the file is missing. */
  path: z.string().optional(),
  missing: z.literal(true).optional(),
});
export type ExportedFile = z.infer<typeof ExportedFile>;

/** `chats/<chatId>/messages-<page>.json`: up to a thousand messages, oldest first. */
export const ExportedMessages = z.object({
  document: z.literal('messages'),
  chatId: ChatId,
  page: z.int().min(1),
  messages: z.array(Message),
  /** Senders of these messages. */
  accounts: z.array(Account),
  files: z.array(ExportedFile),
});
export type ExportedMessages = z.infer<typeof ExportedMessages>;

const ExportedChat = z.object({
  chat: Chat.omit({ lastMessage: true }),
  /** The other person of a direct chat. */
  peer: Account.optional(),
  /** Path of the photo of a group or channel. */
  photo: z.string().optional(),
  /** How many messages are in the export; deleted ones are not. */
  messageCount: z.int(),
  /** `messages-*.json` and `page-*.html` of the chat: how many there are. */
  pageCount: z.int(),
  folder: z.string(),
});
export type ExportedChat = z.infer<typeof ExportedChat>;

/** `export.json` as all exports have it; the account's part depends on the features there are. */
function exportIndex(personalData: readonly PersonalData[]) {
  const sections = personalData.flatMap(({ name, given }) =>
    given === undefined ? [] : [[name, given.schema] as const],
  );
  return z.object({
    document: z.literal('index'),
    format: z.literal('veche-export'),
    version: z.literal(EXPORT_VERSION),
    exportedAt: Timestamp,
    /** Whose export it is: it holds what this account could read. */
    accountId: AccountId,
    scope: z.enum(['account', 'chat']),
    chats: z.array(ExportedChat),
    /** Exports of an account: path of its photo. */
    photo: z.string().optional(),
    /** Exports of an account: what is kept of the person, by kind. */
    account: z.object(Object.fromEntries(sections)).optional(),
  });
}

export interface ExportIndex {
  readonly exportedAt: Date;
  readonly accountId: AccountId;
  readonly scope: 'account' | 'chat';
  readonly chats: readonly ExportedChat[];
  readonly photo?: string;
  readonly account?: Readonly<Record<string, unknown>>;
}

/** The documents of an export: how they are written, and the JSON Schema that describes them. */
export function createExportFormat(personalData: readonly PersonalData[], webOrigin: string) {
  const Index = exportIndex(personalData);
  const named = { Account, Chat, ExportedChat, ExportedFile, ExportIndex: Index, ExportedMessages, Message };
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { $defs } = z.toJSONSchema(z.union([Index, ExportedMessages]), { metadata: registry, io: 'output' });
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${webOrigin}/api/schemas/export.json`,
    title: 'Export of an account or of a chat',
    description: 'export.json is an ExportIndex, each chats/<chatId>/messages-<page>.json an ExportedMessages.',
    oneOf: [{ $ref: '#/$defs/ExportIndex' }, { $ref: '#/$defs/ExportedMessages' }],
    $defs,
  };
  return {
    schemaJson: JSON.stringify(schema, null, 2),
    /** Parsing drops what the schema does not tell of and refuses what it forbids. */
    indexJson: ({ exportedAt, ...index }: ExportIndex): string =>
      JSON.stringify(
        Index.parse({
          document: 'index',
          format: 'veche-export',
          version: EXPORT_VERSION,
          exportedAt: exportedAt.toISOString(),
          ...index,
        }),
        null,
        1,
      ),
    messagesJson: (page: Omit<ExportedMessages, 'document'>): string =>
      JSON.stringify({ document: 'messages', ...page } satisfies ExportedMessages, null, 1),
  };
}
export type ExportFormat = ReturnType<typeof createExportFormat>;
