import { z } from 'zod';
import { DisplayName } from './accounts.ts';
import { AccountId } from './core/ids.ts';

/** Someone's card, as its sender wrote it: nothing in it is checked but that the account exists. */
export const SharedContact = z.strictObject({
  name: DisplayName,
  /** International form: a plus and 7 to 15 digits. */
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'must be a plus and 7 to 15 digits')
    .optional(),
  accountId: AccountId.optional(),
});
export type SharedContact = z.infer<typeof SharedContact>;
