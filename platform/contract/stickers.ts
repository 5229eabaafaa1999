import { z } from 'zod';
import { PlainText } from './core/text.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ClientId, FileId, PackId } from './core/ids.ts';
import { MediaFile } from './media.ts';
import { Emoji } from './reactions.ts';

/** Most stickers of one pack, packs one account makes, and packs one account has at hand. */
export const MAX_STICKERS = 120;
export const MAX_OWN_PACKS = 50;
export const MAX_INSTALLED_PACKS = 200;

/** A sticker within its pack, numbered from 1. */
const StickerId = z.int().min(1).max(0x7fffffff);

/** A sticker as a message names it. With a picture, that is the message's one attachment; else the emoji is the picture. */
export const Sticker = z.object({ packId: PackId, stickerId: StickerId, emoji: z.string() });
export type Sticker = z.infer<typeof Sticker>;

/** A sticker as it is sent: of a pack that the sender has installed. */
export const NewSticker = z.strictObject({ packId: PackId, stickerId: StickerId });
export type NewSticker = z.infer<typeof NewSticker>;

export const StickerPack = z.object({
  packId: PackId,
  ownerId: AccountId,
  title: z.string(),
  stickers: z.array(
    z.object({
      stickerId: StickerId,
      emoji: z.string(),
      /** Its content is at `/files/<fileId>`, for everyone who is signed in. */
      file: MediaFile.optional(),
    }),
  ),
});
export type StickerPack = z.infer<typeof StickerPack>;

const PackTitle = PlainText.trim().min(1).max(64);

const createPack = defineMethod({
  name: 'stickers.createPack',
  summary: 'Makes a pack of stickers that everyone may install, and installs it for the caller.',
  scope: 'session',
  idempotency: 'key',
  input: z.strictObject({ clientId: ClientId, title: PackTitle }),
  output: z.object({ packId: PackId }),
  errors: ['conflict', 'idempotency_conflict'],
  perMinute: 30,
});

const addSticker = defineMethod({
  name: 'stickers.addSticker',
  summary: 'Adds a sticker to an own pack: an own file of the kind `sticker`, or, without one, a big emoji.',
  scope: 'session',
  idempotency: 'key',
  input: z.strictObject({ clientId: ClientId, packId: PackId, emoji: Emoji, fileId: FileId.optional() }),
  output: z.object({ stickerId: StickerId }),
  errors: ['not_found', 'conflict', 'idempotency_conflict'],
  perMinute: 120,
});

const renamePack = defineMethod({
  name: 'stickers.renamePack',
  summary: 'Gives an own pack another title.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ packId: PackId, title: PackTitle }),
  output: z.object({}),
  errors: ['not_found'],
  perMinute: 60,
});

const removeSticker = defineMethod({
  name: 'stickers.removeSticker',
  summary: 'Takes a sticker out of an own pack; messages keep it.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ packId: PackId, stickerId: StickerId }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found'],
  perMinute: 120,
});

const deletePack = defineMethod({
  name: 'stickers.deletePack',
  summary: 'Deletes an own pack, for everyone who has it; messages keep their stickers.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ packId: PackId }),
  output: z.object({ deleted: z.boolean() }),
  errors: [],
  perMinute: 60,
});

const listOwnPacks = defineMethod({
  name: 'stickers.listOwnPacks',
  summary: 'Packs that the caller made, installed or not.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(MAX_OWN_PACKS).default(20),
  }),
  output: z.object({ packs: z.array(StickerPack), nextCursor: z.string().optional() }),
  errors: [],
});

const getPack = defineMethod({
  name: 'stickers.getPack',
  summary: 'A pack, installed or not.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ packId: PackId }),
  output: z.object({ pack: StickerPack, installed: z.boolean() }),
  errors: ['not_found'],
});

const listPacks = defineMethod({
  name: 'stickers.listPacks',
  summary: 'Packs that the caller has installed, last installed first.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(50).default(20),
  }),
  output: z.object({ packs: z.array(StickerPack), nextCursor: z.string().optional() }),
  errors: [],
});

const install = defineMethod({
  name: 'stickers.install',
  summary: 'Puts a pack at hand on all devices of the caller.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ packId: PackId }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
  perMinute: 120,
});

const uninstall = defineMethod({
  name: 'stickers.uninstall',
  summary: 'Takes a pack away from the caller; messages keep their stickers.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ packId: PackId }),
  output: z.object({ changed: z.boolean() }),
  errors: [],
  perMinute: 120,
});

export const stickerMethods = {
  createPack,
  renamePack,
  deletePack,
  addSticker,
  removeSticker,
  getPack,
  listPacks,
  listOwnPacks,
  install,
  uninstall,
};
