import type { FileName } from './file-name.ts';

/** Where the house keeps what a name stands for. */
export function fileAddress({ fileId, from, isPreview }: FileName): string {
  const place = from === null ? '' : `?chat=${from.chatId}&message=${from.messageId}`;
  return `/files/${fileId}${isPreview ? '/thumbnail' : ''}${place}`;
}
