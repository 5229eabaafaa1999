import { z } from 'zod';
import { Timestamp } from './core/ids.ts';

/** What an imported message was in the messenger it comes from; its sender here is who imported it. */
export const Imported = z.object({
  senderName: z.string(),
  /** When it was sent there. */
  at: Timestamp,
  /** Who the sender there had it from. */
  forwardedFrom: z.string().optional(),
});
export type Imported = z.infer<typeof Imported>;
