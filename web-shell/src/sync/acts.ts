import type { ReadyFrame } from '@veche/contract';
import type { ChatLog } from './chat-log.ts';
import type { Connection } from './connection.ts';
import type { Drafts } from './drafts.ts';
import type { Outbox } from './outbox.ts';
import type { Tabs } from './ports.ts';
import type { Reads } from './reads.ts';
import type { Replica } from './replica.ts';
import type { Uploads } from './uploads.ts';
import type { LiveWindow } from './window.ts';
import type { Acts } from './wire.ts';

interface ActsParts {
  readonly replica: Replica;
  readonly connection: Pick<Connection, 'call'>;
  readonly log: Pick<ChatLog, 'snapshot'>;
  readonly outbox: Outbox;
  readonly uploads: Uploads;
  readonly reads: Reads;
  readonly drafts: Drafts;
  readonly windows: ReadonlyMap<number, LiveWindow>;
  readonly tabs: Pick<Tabs, 'tell'>;
  isSignedOut(): boolean;
  enter(): void;
  leave(): Promise<void>;
}

/** What the page may ask of the engine. */
export function createActs(parts: ActsParts): Acts {
  const { replica, connection, log, outbox, uploads, reads, drafts, windows, tabs, isSignedOut, enter, leave } = parts;
  const inWindow = async <R>(id: number, act: (window: LiveWindow) => Promise<R>) => {
    const window = windows.get(id);
    return window && act(window);
  };
  /** Answers to the page often bring a chat and names: no need to wait for the log to tell. */
  const learn = (method: string, result: unknown) => {
    const { chat, accounts } = (result ?? {}) as Partial<{
      chat: ReadyFrame['chats'][number];
      accounts: ReadyFrame['accounts'];
    }>;
    if (Array.isArray(accounts)) replica.addAccounts(accounts);
    if (chat !== undefined && method.startsWith('chats.')) log.snapshot(chat);
  };

  return {
    send: outbox.send,
    sendFiles: uploads.send,
    sendAsFiles: uploads.sendAsFiles,
    resend: outbox.resend,
    discard: uploads.discard,
    setDraft: drafts.set,
    markRead: reads.mark,
    async call(method, input) {
      const result = await connection.call(method as never, input as never);
      learn(method, result);
      return result;
    },
    async signedIn() {
      enter();
      tabs.tell({ t: 'signedIn' });
    },
    async signOut() {
      try {
        await connection.call('identity.signOut', {});
      } catch (error) {
        // The server may close the connection before its answer is read.
        if (!isSignedOut()) throw error;
      }
      tabs.tell({ t: 'signedOut' });
      await leave();
    },
    loadEarlier: (id) => inWindow(id, (window) => window.loadEarlier()),
    loadLater: (id) => inWindow(id, (window) => window.loadLater()),
    jumpTo: async (id, messageId) => (await inWindow(id, (window) => window.jumpTo(messageId))) ?? false,
    jumpToNewest: (id) => inWindow(id, (window) => window.jumpToNewest()),
    reload: (id) => inWindow(id, (window) => window.reload()),
  };
}
