import 'fake-indexeddb/auto';
import type { AccountId } from '@veche/contract';
import { expect, test } from 'vitest';
import { finishRemoving, removeLeft } from './left-behind.ts';
import { alice, bob, yard } from './samples.ts';
import { createStore, type Store } from './store.ts';
import { openTablesInBrowser } from './tables-in-browser.ts';

let devices = 0;
const nothing = { meta: { id: 'meta' }, chats: [], accounts: [], queue: [], drafts: [] };

/** A device with the names that browsers keep in a cache, and a database of whatever version. */
function createDevice(version = 3) {
  const name = `device-${(devices += 1)}`;
  const marked = new Set<string>();
  const open = () => openTablesInBrowser(() => {}, { name, version }).then(createStore);
  const cache = {
    put: (address: string) => Promise.resolve(void marked.add(address)),
    match: (address: string) => Promise.resolve(marked.has(address) ? new Response() : undefined),
  };
  const marks = {
    open: () => Promise.resolve(cache as unknown as Cache),
    delete: () => Promise.resolve(void marked.clear()).then(() => true),
  };
  return { parts: { name, marks }, marked, open };
}

async function write(store: Store, me: AccountId): Promise<void> {
  await store.setMeta({ me });
  await store.setDraft(yard, 'Тайное');
  await store.putOutgoing({ clientId: 'a', chatId: yard, text: 'Тайное', at: '', order: 1 }, [new Blob(['x'])]);
}

test('what was left behind is removed for all tabs, whatever version one of them made of it', async () => {
  const device = createDevice(1000);
  const store = await device.open();
  await write(store, alice);
  await removeLeft('left', alice, device.parts);
  expect(await store.load()).toEqual(nothing);
  expect(await store.contentsOf('a')).toBeUndefined();
  expect(device.marked.size).toBe(0);
});

test('what could not be removed then is removed before it is next read', async () => {
  const device = createDevice();
  const store = await device.open();
  await write(store, alice);
  const { open } = indexedDB;
  const broken = () => {
    throw new Error('broken');
  };
  Object.assign(indexedDB, { open: broken, deleteDatabase: broken });
  await removeLeft('left', alice, device.parts);
  await expect(finishRemoving('left', device.parts)).rejects.toThrow('broken');
  expect(device.marked.size).toBe(1);
  Reflect.deleteProperty(indexedDB, 'open');
  Reflect.deleteProperty(indexedDB, 'deleteDatabase');
  expect(indexedDB.open).toBe(open);
  await finishRemoving('left', device.parts);
  expect(await store.load()).toEqual(nothing);
  expect(device.marked.size).toBe(0);
});

test('what another account has written since is left alone', async () => {
  const device = createDevice();
  const store = await device.open();
  await write(store, bob);
  device.marked.add(`/left-behind/${alice}`);
  await finishRemoving('left', device.parts);
  expect(await store.load()).toMatchObject({ meta: { me: bob }, drafts: [{ text: 'Тайное' }] });
  expect(device.marked.size).toBe(0);
});

test('where there is nothing, nothing is left', async () => {
  const { parts } = createDevice();
  await removeLeft('left', undefined, parts);
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(parts.name);
});
