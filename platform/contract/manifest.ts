import { z } from 'zod';
import { PlainText, ShownName } from './core/text.ts';

/** Label of the app's host `<slug>.apps.<web host>`: 3 to 32 small letters, digits and inner hyphens. */
export const AppSlug = z
  .string()
  .regex(/^[a-z](?:[a-z0-9]|-(?!-)){1,30}[a-z0-9]$/, 'must be 3 to 32 small letters, digits or single hyphens');
export type AppSlug = z.infer<typeof AppSlug>;

const Texts = z.strictObject({ ru: PlainText.trim().min(1).max(300), en: PlainText.trim().min(1).max(300) });

/** What a developer states about an app, in `app.json`. Names follow W3C MiniApp Manifest where it has them. */
export const Manifest = z.strictObject({
  app_id: AppSlug,
  name: z.strictObject({ ru: ShownName.max(64), en: ShownName.max(64) }),
  description: Texts.optional(),
  version: z.strictObject({ code: z.int().min(1), name: PlainText.min(1).max(32) }),
  kind: z.enum(['bundle']),
  /** Path of the first page within the bundle. */
  entry: PlainText.max(200).default('index.html'),
  /** Public name of the bot under the same registration; launch data is then signed with the bot's token. */
  bot: PlainText.max(64).optional(),
});
export type Manifest = z.infer<typeof Manifest>;
