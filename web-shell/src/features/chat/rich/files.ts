import { thumbHashToDataURL } from 'thumbhash';
import type { MessageRow } from '../../../sync/client.ts';

/** Address of a file's content, for whoever sees the message that carries it. */
export function fileUrl(fileId: number, { chatId, messageId }: Pick<MessageRow, 'chatId' | 'messageId'>): string {
  return `/files/${fileId}?chat=${chatId}&message=${messageId}`;
}

/** Address of a file's preview. */
export function thumbnailUrl(fileId: number, { chatId, messageId }: Pick<MessageRow, 'chatId' | 'messageId'>): string {
  return `/files/${fileId}/thumbnail?chat=${chatId}&message=${messageId}`;
}

const pictures = new Map<string, string>();

/** The blurred picture that stands while the sharp one is on its way, as a style. */
export function placeholder(thumbhash: string | undefined): string {
  if (thumbhash === undefined) return '';
  let picture = pictures.get(thumbhash);
  if (picture === undefined) {
    picture = thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (letter) => letter.charCodeAt(0)));
    pictures.set(thumbhash, picture);
  }
  return `background-image: url(${picture})`;
}
