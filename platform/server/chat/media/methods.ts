import { media as contract, type MessageId, VecheError } from '@veche/contract';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { noSuchChat } from '../messages/rules.ts';
import { numbersOfCursor, pageOf } from '../../kernel/paging.ts';
import type { MediaDependencies } from './dependencies.ts';
import { createFinisher } from './files/finish.ts';
import { deleteOwnFile } from './files/release.ts';
import { toMediaFile } from './files/store.ts';
import { findReadable } from './serving/access.ts';
import { readSharedMedia } from './shared.ts';
import type { Parts } from './uploads/parts.ts';
import { readUsage } from './uploads/store.ts';

export function mediaHandlers(dependencies: MediaDependencies, parts: Parts): Handler[] {
  const { sql, clock, media } = dependencies;
  const finish = createFinisher(dependencies, parts);

  return [
    implement(contract.finish, async ({ caller }, input) => ({ file: await finish(accountOf(caller), input) })),

    implement(contract.get, async ({ caller }, { fileId, chatId, messageId }) => {
      const place = chatId === undefined || messageId === undefined ? {} : { place: { chatId, messageId } };
      const file = await findReadable(sql, { fileId, readerId: accountOf(caller), ...place });
      if (file === null) throw noSuchFile();
      return { file: toMediaFile(file) };
    }),

    implement(contract.remove, async ({ caller }, { fileId }) => {
      const accountId = accountOf(caller);
      const file = await findReadable(sql, { fileId, readerId: accountId });
      if (file === null || file.accountId !== accountId) return { deleted: false };
      if (await deleteOwnFile(dependencies, { accountId, fileId })) return { deleted: true };
      throw new VecheError('conflict', 'Something still shows this file.', { field: 'fileId' });
    }),

    implement(contract.usage, async ({ caller }) => ({
      ...(await readUsage(sql, accountOf(caller), clock.now())),
      quotaBytes: media.quotaBytes,
    })),

    implement(contract.listChatMedia, async ({ caller }, { chatId, kinds, cursor, limit }) => {
      const [messageId, position = 0] = numbersOfCursor(cursor, 2) ?? [];
      const rows = await readSharedMedia(sql, {
        chatId,
        readerId: accountOf(caller),
        ...(kinds === undefined ? {} : { kinds }),
        ...(messageId === undefined ? {} : { before: { messageId: messageId as MessageId, position } }),
        limit: limit + 1,
      });
      if (rows === null) throw noSuchChat();
      const { page, next } = pageOf(rows, limit, (last) => `${last.messageId}_${last.position}`);
      return {
        items: page,
        ...next,
      };
    }),
  ];
}

function noSuchFile(): VecheError {
  return new VecheError('not_found', 'There is no such file among those you see.', { field: 'fileId' });
}
