import { z } from 'zod';
import { defineMethod } from './core/define-method.ts';
import { ChatId } from './core/ids.ts';
import { PlainText } from './core/text.ts';

/** Most folders of an account. */
export const MAX_FOLDERS = 20;
/** Most chats that a folder names in each of its lists. */
export const MAX_FOLDER_CHATS = 200;
/** Most chats pinned within a folder. */
export const MAX_FOLDER_PINS = 10;

/** Groups of chats that a folder takes in by what they are. */
export const FolderKind = z.enum(['people', 'groups', 'channels', 'bots']);
export type FolderKind = z.infer<typeof FolderKind>;

/** What keeps a chat out that a folder takes in by its kind: nothing unread in it, muted, archived. */
export const FolderExclusion = z.enum(['read', 'muted', 'archived']);
export type FolderExclusion = z.infer<typeof FolderExclusion>;

const Chats = z.array(ChatId).max(MAX_FOLDER_CHATS);

const face = {
  title: PlainText.trim()
    .min(1)
    .max(32)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, 'must not contain control characters'),
  /** Shown before or instead of the title. */
  emoji: PlainText.trim().min(1).max(32).optional(),
};
const rules = {
  kinds: z.array(FolderKind).max(FolderKind.options.length),
  without: z.array(FolderExclusion).max(FolderExclusion.options.length),
  /** In the folder whatever the rules say. */
  includedIds: Chats,
  /** Not in the folder whatever the rules say. */
  excludedIds: Chats,
  /** Included chats on top of the folder, in this order. */
  pinnedIds: z.array(ChatId).max(MAX_FOLDER_PINS),
};

export const FolderId = z.int().min(1).max(1_000_000);

/**
 * A view of the chat list. It holds the chats it names, and those of its kinds that nothing keeps out. A chat that the
 * account is not in is passed over.
 */
export const Folder = z.object({ folderId: FolderId, ...face, ...rules });
export type Folder = z.infer<typeof Folder>;

const content = {
  ...face,
  kinds: rules.kinds.default([]),
  without: rules.without.default([]),
  includedIds: Chats.default([]),
  excludedIds: Chats.default([]),
  pinnedIds: rules.pinnedIds.default([]),
};

const list = defineMethod({
  name: 'folders.list',
  summary: 'Folders of the chat list in their order.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ folders: z.array(Folder).max(MAX_FOLDERS) }),
  errors: [],
});

const create = defineMethod({
  name: 'folders.create',
  summary: 'Makes a folder at the end.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject(content),
  output: z.object({ folder: Folder }),
  errors: ['not_found', 'conflict'],
  perMinute: 60,
});

const update = defineMethod({
  name: 'folders.update',
  summary: 'Replaces what a folder is called and holds.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ folderId: FolderId, ...content }),
  output: z.object({ folder: Folder }),
  errors: ['not_found'],
  perMinute: 120,
});

const remove = defineMethod({
  name: 'folders.delete',
  summary: 'Deletes a folder; its chats stay.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ folderId: FolderId }),
  output: z.object({}),
  errors: [],
  perMinute: 60,
});

const reorder = defineMethod({
  name: 'folders.reorder',
  summary: 'Puts folders into this order; those not named follow after it.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ folderIds: z.array(FolderId).max(MAX_FOLDERS) }),
  output: z.object({}),
  errors: ['not_found'],
  perMinute: 120,
});

export const folderMethods = { list, create, update, delete: remove, reorder };

export const folderEvents = {
  changed: z.object({ kind: z.literal('folder.changed'), folder: Folder }),
  deleted: z.object({ kind: z.literal('folder.deleted'), folderId: FolderId }),
  reordered: z.object({ kind: z.literal('folders.reordered'), folderIds: z.array(FolderId) }),
};
