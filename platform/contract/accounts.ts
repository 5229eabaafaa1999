import { z } from 'zod';
import { AccountId, FileId } from './core/ids.ts';
import { ShownName } from './core/text.ts';

export const Language = z.enum(['ru', 'en']);
export type Language = z.infer<typeof Language>;

/** Name as shown to others: 1 to 64 characters, no control, invisible or turning characters, no line breaks. */
export const DisplayName = ShownName.max(64);

/** Public name: 5 to 32 Latin letters, digits and underscores, starting with a letter; unique without case. */
export const Username = z.string().regex(/^[a-z][a-z0-9_]{4,31}$/i, 'must be 5 to 32 letters, digits or _');

/** A person or a bot as others see it. */
export const Account = z.object({
  accountId: AccountId,
  kind: z.enum(['person', 'bot']),
  /** Empty when the account was deleted. */
  name: z.string(),
  username: z.string().optional(),
  /** A photo that the reader may see: at `/files/<photoId>` and `/files/<photoId>/thumbnail`. */
  photoId: FileId.optional(),
});
export type Account = z.infer<typeof Account>;

export const accountEvents = {
  /** The own profile changed, or that of a person one shares a chat with or has as a contact. */
  changed: z.object({ kind: z.literal('account.changed'), account: Account }),
};
