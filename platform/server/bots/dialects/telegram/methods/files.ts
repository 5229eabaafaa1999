import { type AccountId, type ChatId, type MediaFile, type MessageId, VecheError } from '@veche/contract';
import { readFileName } from '../../../files/file-name.ts';
import { badRequest } from '../dialect-error.ts';
import type { DialectCall, DialectMethod } from '../method.ts';
import { toProfilePhoto } from '../media.ts';

/** Larger files are not given to bots. */
const MAX_GIVEN_BYTES = 20 * 1024 * 1024;

export const getFile: DialectMethod = {
  name: 'getFile',
  uses: ['file_id'],
  run: async (request) => {
    const fileId = request.parameters.requiredText('file_id').trim();
    const name = readFileName(fileId);
    if (name === null) throw badRequest('invalid file_id');
    const from =
      name.from === null ? {} : { chatId: name.from.chatId as ChatId, messageId: name.from.messageId as MessageId };
    const { file } = await request.call('media.get', { fileId: name.fileId, ...from }).catch((error: unknown) => {
      if (error instanceof VecheError && error.code === 'not_found') {
        throw badRequest('wrong file_id or the file is temporarily unavailable');
      }
      throw error;
    });
    const size = name.isPreview ? file.thumbnail?.sizeBytes : file.sizeBytes;
    if (size === undefined) throw badRequest('wrong file_id or the file is temporarily unavailable');
    if (size > MAX_GIVEN_BYTES) throw badRequest('file is too big');
    return {
      file_id: fileId,
      file_unique_id: `${name.isPreview ? 't' : 'f'}${name.fileId.toString(36)}`,
      file_size: size,
      file_path: `files/${fileId}${name.isPreview ? '.webp' : endingOf(file)}`,
    };
  },
};

function endingOf({ name }: MediaFile): string {
  return /\.[a-z0-9]{1,8}$/i.exec(name)?.[0]?.toLowerCase() ?? '';
}

export const getUserProfilePhotos: DialectMethod = {
  name: 'getUserProfilePhotos',
  uses: ['user_id', 'offset', 'limit'],
  run: async (request) => {
    const { parameters } = request;
    const photo = await readPhoto(request, parameters.requiredInteger('user_id'));
    const isAsked = (parameters.integer('offset') ?? 0) < 1;
    return { total_count: photo === null ? 0 : 1, photos: photo === null || !isAsked ? [] : [[photo]] };
  },
};

/** The one photo that an account shows to the bot. */
async function readPhoto({ call }: DialectCall, userId: number) {
  if (userId < 1 || userId > Number.MAX_SAFE_INTEGER) throw badRequest('user not found');
  const { accounts } = await call('identity.getAccounts', { accountIds: [userId as AccountId] }).catch(() => ({
    accounts: [],
  }));
  const [account] = accounts;
  if (account === undefined) throw badRequest('user not found');
  if (account.photoId === undefined) return null;
  const { file } = await call('media.get', { fileId: account.photoId });
  return toProfilePhoto(file.fileId, { width: file.width ?? 0, height: file.height ?? 0, sizeBytes: file.sizeBytes });
}
