import { readFileName } from '../../files/file-name.ts';

/** Where the house keeps what a `file_path` names; null for what names nothing. */
export function fileAddress(path: string): string | null {
  const name = readFileName(/^files\/+([^/.]+)(?:\.\w{1,8})?$/.exec(path)?.[1] ?? '');
  if (name === null) return null;
  const { fileId, from, isPreview } = name;
  const place = from === null ? '' : `?chat=${from.chatId}&message=${from.messageId}`;
  return `/files/${fileId}${isPreview ? '/thumbnail' : ''}${place}`;
}
