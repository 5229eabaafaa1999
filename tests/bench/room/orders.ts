import type { ChatId } from '@veche/contract';
import type { EmbeddedConnection } from '../../../platform/server/kernel/database/embedded.ts';

/** What the bench tells a server process at its start. */
export interface ServerOrder {
  readonly connection: EmbeddedConnection;
  readonly connectionString: string;
  readonly port: number;
  readonly people: number;
}

/** What it answers when it is open. */
export interface RoomServer {
  readonly room: ChatId;
  /** One-to-one chats of the first sixteen people with others. */
  readonly pairs: readonly ChatId[];
  readonly tokens: readonly string[];
}
