import type { WingPart } from '../../kernel/wing.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { createIndexer } from './indexer.ts';
import { searchHandlers } from './methods.ts';

/** Search of messages and chats, and the indexer behind it. */
export function searchPart(dependencies: ChatDependencies): WingPart {
  const indexer = createIndexer(dependencies);
  return {
    handlers: searchHandlers(dependencies),
    start: () => Promise.resolve(indexer.start()),
    stop: () => indexer.stop(),
  };
}
