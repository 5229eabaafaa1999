import { type IDBPDatabase, openDB } from 'idb';
import type { ChatState } from './state.ts';

/** What the store of this device holds, in rows. */
export interface Kept {
  readonly chats: number;
  readonly messages: number;
  /** Own messages that wait to be sent. */
  readonly waiting: number;
  readonly drafts: number;
}

/** Counts what is kept; null where nothing is. Fails where the browser does not tell. */
export function countKept(name = 'veche'): Promise<Kept | null> {
  return withDatabase(name, async (db) => {
    const tables = ['chats', 'messages', 'queue', 'drafts'] as const;
    const [chats, messages, waiting, drafts] = await Promise.all(tables.map((table) => db.count(table)));
    return { chats: chats ?? 0, messages: messages ?? 0, waiting: waiting ?? 0, drafts: drafts ?? 0 };
  });
}

/** Removes the messages that the server can give again. What waits to be sent, and drafts, stay. */
export async function forgetMessages(name = 'veche'): Promise<void> {
  await withDatabase(name, async (db) => {
    const tx = db.transaction(['chats', 'messages'], 'readwrite');
    await tx.objectStore('messages').clear();
    for (let chat = await tx.objectStore('chats').openCursor(); chat !== null; chat = await chat.continue())
      await chat.update({ ...(chat.value as ChatState), ranges: [] });
    await tx.done;
  });
}

/** Through a connection of its own, whatever version the tables are of. Never makes a database. */
async function withDatabase<R>(name: string, act: (db: IDBPDatabase) => Promise<R>): Promise<R | null> {
  const known = await indexedDB.databases();
  if (!known.some((database) => database.name === name)) return null;
  const db = await openDB(name, undefined, { blocking: () => db.close() });
  try {
    return await act(db);
  } finally {
    db.close();
  }
}
