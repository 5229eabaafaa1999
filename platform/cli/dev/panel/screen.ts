import { z } from 'zod';

/** What the page sets of the person's messenger. */
export const Look = z.strictObject({
  /** Null: as the browser says. */
  language: z.enum(['ru', 'en']).nullable(),
  scheme: z.enum(['light', 'dark']).nullable(),
  /** Whether every question of the platform is refused at once; else whoever looks answers them. */
  refuses: z.boolean(),
});
export type Look = z.infer<typeof Look>;

/** The look that the messenger takes when it is loaded. */
export interface Screen {
  look: Look;
}

export function createScreen(): Screen {
  return { look: { language: null, scheme: null, refuses: false } };
}
