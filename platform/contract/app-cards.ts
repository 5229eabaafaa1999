import { z } from 'zod';
import { StartParam } from './core/app-link.ts';
import { defineMethod } from './core/define-method.ts';
import { ClientId, ChatId, FileId, MessageId, Seq, Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';
import { BundlePath } from './manifest.ts';

/** Largest picture of a card, in bytes. */
export const MAX_PICTURE_BYTES = 2 * 1024 * 1024;

const LaunchId = z.string().min(1).max(64);

const prepareCard = defineMethod({
  name: 'apps.prepareCard',
  summary: 'Whether the app of a launch may suggest a card, and the picture of its release for it.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ launchId: LaunchId, picture: BundlePath.optional() }),
  output: z.object({ picture: z.object({ contentType: z.string(), contentBase64: z.base64() }).optional() }),
  /**
   * `conflict` of `launchId`: others could not open the app, or not within a chat; `not_found` of `picture`: none in
   * JPEG, PNG or WebP; `too_large`: over 2 MiB.
   */
  errors: ['not_found', 'expired', 'conflict', 'too_large'],
  perMinute: 60,
});

const sendCard = defineMethod({
  name: 'apps.sendCard',
  summary: 'Sends a card that the app of a launch suggests: a message of the caller with a button that opens the app.',
  scope: 'session',
  idempotency: 'key',
  input: z.strictObject({
    chatId: ChatId,
    clientId: ClientId,
    launchId: LaunchId,
    title: PlainText.trim().min(1).max(128),
    text: PlainText.trim().max(1024),
    /** An own photo. */
    fileId: FileId.optional(),
    button: PlainText.trim().min(1).max(64),
    startParam: StartParam.optional(),
  }),
  output: z.object({ messageId: MessageId, seq: Seq, at: Timestamp }),
  errors: ['not_found', 'expired', 'conflict', 'idempotency_conflict'],
  perMinute: 60,
});

export const appCardMethods = { prepareCard, sendCard };
