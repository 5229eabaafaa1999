import type { AccountId, ChatId } from '@veche/contract';
import type { EmbeddedConnection } from '../../../platform/server/kernel/database/embedded.ts';

/** What a bench tells a server process. */
export type ServerOrder =
  | {
      readonly kind: 'open';
      readonly connection: EmbeddedConnection;
      readonly connectionString: string;
      readonly port: number;
      /** Whether what follows messages later runs, too: the search index, notifications, jobs. */
      readonly hasFollowers: boolean;
      /** Folder of the built web shell; without it there is no page. */
      readonly shellFolder?: string;
    }
  /** Sends without sockets, each person into the chat at the same place, and answers how many a second were kept. */
  | { readonly kind: 'accepts'; readonly seconds: number; people: readonly AccountId[]; chats: readonly ChatId[] }
  | { readonly kind: 'collectGarbage' }
  | { readonly kind: 'stop' };

export interface ServerAnswer {
  readonly perSecond?: number;
  /** After a collection of garbage: what objects of the program hold, in bytes. */
  readonly heldBytes?: number;
}
