import type { Attachment, FileId, Message, MessageId } from '@veche/contract';
import { uniqueFileName, writeFileName } from '../../files/file-name.ts';

/** A message in which a file is met. */
type Place = Pick<Message, 'chatId'> & { messageId: MessageId };

/** Files are known by the message in which they are told, which also says who may read them. */
function names(file: Pick<Attachment, 'fileId' | 'kind'>, from: Place, isPreview = false) {
  const { fileId, kind } = file;
  return {
    file_id: writeFileName({ fileId, kind, isPreview, from }),
    file_unique_id: uniqueFileName(file, isPreview),
  };
}

function previewOf(file: Attachment, from: Place) {
  const { thumbnail } = file;
  if (thumbnail === undefined) return undefined;
  const { width, height, sizeBytes } = thumbnail;
  return { ...names(file, from, true), width, height, file_size: sizeBytes };
}

/** A file as the dialect has its kind. */
export function toFile(file: Attachment, from: Place): Record<string, unknown> {
  const { kind, sizeBytes, mimeType } = file;
  const preview = previewOf(file, from);
  const thumbnail = preview === undefined ? {} : { thumbnail: preview };
  const named = { file_name: file.name, mime_type: mimeType, file_size: sizeBytes };
  const sides = { width: file.width ?? 0, height: file.height ?? 0 };
  const duration = Math.round(file.durationSeconds ?? 0);
  const own = names(file, from);
  switch (kind) {
    case 'photo':
      if (file.animated === true) {
        // Clients that do not know animations take it for a document.
        const document = { ...own, ...thumbnail, ...named };
        return { animation: { ...own, ...sides, duration, ...thumbnail, ...named }, document };
      }
      return { photo: [...(preview === undefined ? [] : [preview]), { ...own, ...sides, file_size: sizeBytes }] };
    case 'video':
      return { video: { ...own, ...sides, duration, ...thumbnail, ...named } };
    case 'audio':
      return { audio: { ...own, duration, ...named, ...thumbnail } };
    case 'voice':
      return { voice: { ...own, duration, mime_type: mimeType, file_size: sizeBytes } };
    case 'videoNote':
      return { video_note: { ...own, length: sides.width, duration, ...thumbnail, file_size: sizeBytes } };
    case 'sticker':
      return {
        sticker: {
          ...{ ...own, type: 'regular', ...sides, is_animated: false, is_video: file.animated === true },
          ...{ ...thumbnail, file_size: sizeBytes },
        },
      };
    case 'file':
      return { document: { ...own, ...thumbnail, ...named } };
  }
}

/** A profile photo, which is met in no message. */
export function toProfilePhoto(fileId: FileId, sides: { width: number; height: number; sizeBytes: number }) {
  const { width, height, sizeBytes } = sides;
  return {
    file_id: writeFileName({ fileId, kind: 'photo', isPreview: false, from: null }),
    file_unique_id: uniqueFileName({ fileId }, false),
    ...{ width, height, file_size: sizeBytes },
  };
}
