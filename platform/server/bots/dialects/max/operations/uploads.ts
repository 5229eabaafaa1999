import type { ChatId, FileId, FileKind, MessageId } from '@veche/contract';
import { z } from 'zod';
import { newId } from '../../../../kernel/ids.ts';
import { text } from '../fields.ts';
import { readFileName } from '../../../files/file-name.ts';
import { notFound } from '../max-error.ts';
import { defineOperation } from '../operation.ts';

const kinds: Record<'image' | 'video' | 'audio' | 'file', FileKind> = {
  image: 'photo',
  video: 'video',
  audio: 'audio',
  file: 'file',
};

/** Says where the content of one file is to be sent; of video and sound also by what token it is known then. */
export const beginUpload = defineOperation({
  verb: 'POST',
  path: '/uploads',
  input: { type: z.enum(['image', 'video', 'audio', 'file']) },
  run: ({ links }, { type }) => {
    const file = { fileId: newId<FileId>(), kind: kinds[type], isPreview: false, from: null };
    const url = links.upload(file);
    return Promise.resolve(type === 'video' || type === 'audio' ? { url, token: links.token(file) } : { url });
  },
});

export const getVideo = defineOperation({
  verb: 'GET',
  path: '/videos/{video_token}',
  input: { video_token: text },
  run: async ({ call, links }, { video_token: token }) => {
    const name = readFileName(token);
    if (name === null || (name.kind !== 'video' && name.kind !== 'videoNote'))
      throw notFound('There is no such video.');
    const { fileId, from } = name;
    const place = from === null ? {} : { chatId: from.chatId as ChatId, messageId: from.messageId as MessageId };
    const { file } = await call('media.get', { fileId, ...place });
    const preview = { ...name, isPreview: true };
    return {
      token,
      urls: { [sizeOf(Math.min(file.width ?? 0, file.height ?? 0))]: links.url(name) },
      thumbnail:
        file.thumbnail === undefined
          ? null
          : { photo_id: fileId, token: links.token(preview), url: links.url(preview) },
      ...{ width: file.width ?? 0, height: file.height ?? 0, duration: Math.round(file.durationSeconds ?? 0) },
    };
  },
});

/** Under which of the dialect's sizes a video is given: it is kept in one. */
function sizeOf(side: number): string {
  const sizes = [144, 240, 360, 480, 720, 1080];
  return `mp4_${sizes.find((size) => size >= side) ?? 1080}`;
}
