import { z } from 'zod';
import { Account } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { ChatId, FileId } from './core/ids.ts';

/** An own file of the kind `photo`; null takes the photo away. */
const fileId = FileId.nullable();

export const setChatPhoto = defineMethod({
  name: 'chats.setPhoto',
  summary: 'Gives a group or channel a photo, or none: whoever may change the info. Members see it.',
  scope: 'chats:manage',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, fileId }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found'],
  perMinute: 60,
});

export const setAccountPhoto = defineMethod({
  name: 'account.setPhoto',
  summary: 'Gives the own account a photo, or none; who sees it, the privacy rule `profilePhoto` says.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ fileId }),
  output: z.object({ account: Account, changed: z.boolean() }),
  errors: ['not_found'],
  perMinute: 60,
});
