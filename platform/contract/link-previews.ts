import { z } from 'zod';
import { FileId } from './core/ids.ts';
import { WebAddress } from './core/text.ts';

/** Longest parts of a preview in UTF-16 units. */
export const MAX_PREVIEW_TITLE = 200;
export const MAX_PREVIEW_DESCRIPTION = 400;
export const MAX_PREVIEW_SITE = 80;

/** What the first page that a text points at says of itself. Plain text: no marks, no control characters. */
export const LinkPreview = z.object({
  /** The address as it stands in the text, in full. */
  url: WebAddress,
  title: z.string().max(MAX_PREVIEW_TITLE).optional(),
  description: z.string().max(MAX_PREVIEW_DESCRIPTION).optional(),
  siteName: z.string().max(MAX_PREVIEW_SITE).optional(),
  /** A WebP of at most 480 pixels on the longer side at `/files/<fileId>`, for members of the chat. */
  image: z
    .object({
      fileId: FileId,
      width: z.int(),
      height: z.int(),
      /** Blurred placeholder: ThumbHash in base64. */
      thumbhash: z.string(),
    })
    .optional(),
});
export type LinkPreview = z.infer<typeof LinkPreview>;
