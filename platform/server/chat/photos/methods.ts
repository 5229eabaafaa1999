import { photos as contract } from '@veche/contract';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { applyChatPhotos, setAccountPhoto } from './set.ts';

export function photoHandlers({ writer }: Pick<ChatDependencies, 'writer'>): Handler[] {
  return [
    implement(contract.setChatPhoto, ({ caller }, { chatId, fileId }) =>
      writer.submit(applyChatPhotos, { chatId, actorId: accountOf(caller), fileId }),
    ),
    implement(contract.setAccountPhoto, ({ caller }, { fileId }) => setAccountPhoto(writer, accountOf(caller), fileId)),
  ];
}
