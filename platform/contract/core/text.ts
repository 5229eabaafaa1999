import { z } from 'zod';

/** Text that every store and client can hold: no NUL, well-formed Unicode. */
export const PlainText = z
  .string()
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'must be well-formed text');
