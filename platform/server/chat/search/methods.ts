import { type Message, MAX_RANKED, type MessageId, search as contract, VecheError } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { readChatFaces } from '../chats/faces.ts';
import { accountsOf } from '../chats/list.ts';
import { readChats, readRole } from '../chats/store.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { noSuchChat } from '../messages/rules.ts';
import { showMessages } from '../messages/show.ts';
import { readMessagesById } from '../messages/store.ts';
import { pageOf } from '../../kernel/paging.ts';
import { findChats } from './chats.ts';
import { findByRank, findByTime, type MessageSearch, type Place, readMeantQuery, readWordsQuery } from './query.ts';
import { fold, splitWords } from './words.ts';

export function searchHandlers({ sql }: Pick<ChatDependencies, 'sql'>): Handler[] {
  return [
    implement(contract.messages, async ({ caller }, input) => {
      const readerId = accountOf(caller);
      const { query, chatId, senderId, kinds = [], since, until, order, cursor, limit } = input;
      if (chatId !== undefined && (await readRole(sql, chatId, readerId)) === null) throw noSuchChat();
      const place = cursor === undefined ? undefined : parseCursor(cursor);
      const words = query === undefined ? [] : splitWords(query);
      const search: Omit<MessageSearch, 'words'> = {
        ...{ readerId, chatId, senderId, kinds },
        since: since === undefined ? undefined : new Date(since),
        until: until === undefined ? undefined : new Date(until),
        after: place?.place,
        limit: limit + 1,
      };
      const find = async (wanted: string | null) => {
        // Words that say nothing, such as "и", find nothing.
        if (wanted === null && query !== undefined) return [];
        if (order === 'rank') return findByRank(sql, { ...search, words: wanted, limit }, MAX_RANKED);
        return findByTime(sql, { ...search, words: wanted });
      };

      let corrected = place?.corrected ?? false;
      let places = corrected ? [] : await find(await readWordsQuery(sql, words));
      if (corrected || (places.length === 0 && place === undefined)) {
        const meant = await readMeantQuery(sql, words);
        places = meant === null ? [] : await find(meant);
        corrected = places.length > 0;
      }
      const { page: shown, next } = pageOf(places, limit, (last) => cursorOf(last, corrected));
      const messages = await showPlaces(shown, readerId);
      return {
        messages,
        accounts: await readAccounts(
          sql,
          messages.map((message) => message.senderId),
          accountOf(caller),
        ),
        chats: (
          await readChatFaces(
            sql,
            messages.map((message) => message.chatId),
          )
        ).map(({ title, ...face }) => ({ ...face, ...(title === null ? {} : { title }) })),
        ...(corrected ? { corrected } : {}),
        ...(order === 'rank' ? {} : next),
      };
    }),

    implement(contract.chats, async ({ caller }, { query, limit }) => {
      const accountId = accountOf(caller);
      const ids = await findChats(sql, { accountId, query: fold(query), limit });
      const found = await readChats(sql, { accountId, chatIds: ids, limit });
      const byId = new Map(found.map((chat) => [chat.chatId as number, chat]));
      const chats = ids.flatMap((id) => byId.get(id) ?? []);
      return { chats, accounts: await readAccounts(sql, chats.flatMap(accountsOf), accountOf(caller)) };
    }),
  ];

  /** Messages at places, in their order; what was deleted a moment ago is left out. */
  async function showPlaces(places: readonly Place[], readerId: Parameters<typeof showMessages>[1]['readerId']) {
    const shown = new Map<string, Message>();
    for (const [chatId, list] of Map.groupBy(places, (place) => place.chatId)) {
      const ids = list.map((place) => place.messageId);
      const rows = (await readMessagesById(sql, chatId, ids)).filter((row) => row.deletedAt === null);
      for (const message of await showMessages(sql, { chatId, rows, readerId }))
        shown.set(`${chatId} ${message.messageId}`, message);
    }
    return places.flatMap((place) => shown.get(`${place.chatId} ${place.messageId}`) ?? []);
  }
}

function cursorOf({ at, chatId, messageId }: Place, corrected: boolean): string {
  return `${at.getTime()}_${chatId}_${messageId}${corrected ? '_c' : ''}`;
}

function parseCursor(cursor: string): { place: Place; corrected: boolean } {
  const match = /^(\d{1,14})_(\d{1,16})_(\d{1,16})(_c)?$/.exec(cursor);
  if (match === null) throw new VecheError('invalid_input', 'cursor: not one that was given out', { field: 'cursor' });
  const place = { at: new Date(Number(match[1])), chatId: Number(match[2]), messageId: Number(match[3]) as MessageId };
  return { place: place as Place, corrected: match[4] !== undefined };
}
