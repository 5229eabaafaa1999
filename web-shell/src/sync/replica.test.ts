import type { Account, AccountId, ChatId } from '@veche/contract';
import { expect, test } from 'vitest';
import { createReplica } from './replica.ts';
import { alice, bob, chat } from './samples.ts';
import { stateOf } from './reduce.ts';
import { createStore } from './store.ts';
import { createTablesInMemory } from './tables-in-memory.ts';
import type { FromEngine } from './wire.ts';

type Rows = Extract<FromEngine, { t: 'rows' }>;

/** A device that keeps so many chats, the last active one first by id, and what its page is shown. */
function start(count: number) {
  const shown: Rows[] = [];
  let showRest: (() => void) | null = null;
  let restShown = 0;
  const store = createStore(createTablesInMemory());
  const replica = createReplica(
    store,
    (message) => void (message.t === 'rows' && shown.push(message)),
    (_store, error) => {
      throw error;
    },
    {
      after(_milliseconds, act) {
        showRest = act;
        return () => (showRest = null);
      },
    },
    () => (restShown += 1),
  );
  const chats = Array.from({ length: count }, (_, index) => {
    const lastAt = new Date(Date.UTC(2026, 0, 1) - index * 60_000).toISOString();
    // The one at the very end is pinned.
    const pin = index === count - 1 ? { pinnedRank: 1 } : {};
    return stateOf(chat({ chatId: (index + 1) as ChatId, lastAt, ...pin }));
  });
  const account = (accountId: AccountId) => ({ accountId, name: `${accountId}`, kind: 'person' }) as Account;
  replica.adopt(store, {
    meta: { id: 'meta', me: alice },
    chats,
    accounts: [alice, bob].map(account),
    drafts: [],
    queue: [],
  });
  return { replica, shown, rest: () => showRest?.(), count: () => restShown };
}
const settle = () => new Promise((resolve) => setTimeout(resolve));
const idsOf = (rows: readonly Rows[]) => rows.flatMap((message) => message.rows.map(({ chatId }) => chatId));

test('a list of hundreds shows its top first, with whom it names, and the rest when that is drawn', async () => {
  const { replica, shown, rest, count } = start(1000);
  await settle();
  expect(idsOf(shown)).toEqual([1000, ...Array.from({ length: 199 }, (_, index) => index + 1)]);
  expect(shown[0]).toMatchObject({ anew: true, accounts: [{ accountId: alice }] });
  expect(replica.isPartial).toBe(true);
  rest();
  await settle();
  expect(new Set(idsOf(shown)).size).toBe(1000);
  expect(shown).toHaveLength(2);
  expect(shown[1]).toMatchObject({ accounts: [{ accountId: bob }] });
  expect(shown[1]?.anew).toBeUndefined();
  expect([replica.isPartial, count()]).toEqual([false, 1]);
});

test('what changes meanwhile comes with the rest', async () => {
  const { replica, shown, rest } = start(1000);
  await settle();
  replica.setDraft(1 as ChatId, 'Привет');
  replica.remove(2 as ChatId);
  await settle();
  expect(shown).toHaveLength(1);
  rest();
  await settle();
  expect(shown[1]?.gone).toEqual([2]);
  expect(shown[1]?.rows.find(({ chatId }) => chatId === 1)?.draft).toBe('Привет');
});

test('who signs out meanwhile leaves nothing on the screen', async () => {
  const { replica, shown, rest } = start(1000);
  await settle();
  await replica.wipe();
  await settle();
  expect(shown.at(-1)).toMatchObject({ anew: true, rows: [], accounts: [] });
  rest();
  await settle();
  expect(shown).toHaveLength(2);
});

test('a short list comes at once', async () => {
  const { shown } = start(200);
  await settle();
  expect(shown).toHaveLength(1);
  expect(shown[0]?.rows).toHaveLength(200);
});
