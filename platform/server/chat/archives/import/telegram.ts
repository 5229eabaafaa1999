import { type ArchivedChat, type ArchivedEntry, ArchiveError, cleanName } from './item.ts';
import { jsonValues } from './json-values.ts';
import { wallClock } from './local-time.ts';
import { readTelegramEntry } from './telegram-entry.ts';

/** Lists of chats in an export of an account. */
const LISTS = ['chats', 'left_chats'];

/** Most chats of an archive: more cannot be chosen from. */
const MAX_CHATS = 5_000;

/** Chats of a Telegram Desktop JSON export: one in an export of a chat, all in an export of an account. */
export async function readTelegramChats(chunks: AsyncIterable<string>): Promise<ArchivedChat[]> {
  const chats = new Map<string, { title: string; kind: string; entryCount: number; isChat: boolean }>();
  const place = (path: readonly (string | number)[]): { key: string; rest: readonly (string | number)[] } | null => {
    if (path[0] === 'chats' || path[0] === 'left_chats')
      return path[1] === 'list' && path.length > 3 ? { key: `${path[0]}/${path[2]}`, rest: path.slice(3) } : null;
    return { key: 'chat', rest: path };
  };
  const wanted = (path: readonly (string | number)[]): boolean => {
    const rest = place(path)?.rest;
    if (rest === undefined) return false;
    if (rest.length === 1) return rest[0] === 'name' || rest[0] === 'type';
    return rest.length === 3 && rest[0] === 'messages' && rest[2] === 'id';
  };
  for await (const { path, value } of jsonValues(chunks, wanted)) {
    const { key, rest } = place(path) ?? { key: '', rest: [] };
    const chat = chats.get(key) ?? { title: '', kind: '', entryCount: 0, isChat: false };
    chats.set(key, chat);
    if (chats.size > MAX_CHATS) throw new ArchiveError('tooLarge', `An archive has up to ${MAX_CHATS} chats.`);
    if (rest[0] === 'name' && typeof value === 'string') chat.title = cleanName(value);
    if (rest[0] === 'type' && typeof value === 'string') chat.kind = cleanName(value);
    if (rest[0] === 'messages') {
      chat.entryCount += 1;
      chat.isChat = true;
    }
  }
  // An export of an account has a name of its own at the top and no messages there.
  const found = [...chats].filter(([key, chat]) => chat.isChat || (key !== 'chat' && chat.kind !== ''));
  if (found.length === 0)
    throw new ArchiveError('unknownFormat', 'The JSON has no chats of a Telegram Desktop export.');
  return found.map(([key, { title, kind, entryCount }]) => ({ key, title, kind, entryCount }));
}

/** Entries of one chat of the export, in the order of the file. */
export async function* readTelegramEntries(
  chunks: AsyncIterable<string>,
  options: { chatKey: string; timeZone: string },
): AsyncGenerator<ArchivedEntry> {
  const toMoment = wallClock(options.timeZone);
  const [list, index] = options.chatKey.split('/');
  const base: readonly (string | number)[] = LISTS.includes(list ?? '') ? [list ?? '', 'list', Number(index)] : [];
  const wanted = (path: readonly (string | number)[]): boolean =>
    path.length === base.length + 2 &&
    path[base.length] === 'messages' &&
    base.every((step, position) => path[position] === step);
  for await (const { path, value } of jsonValues(chunks, wanted))
    yield readTelegramEntry(value, Number(path.at(-1)), toMoment);
}
