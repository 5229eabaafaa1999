import 'fake-indexeddb/auto';
import { MAX_DEVICE_STORAGE_LENGTH } from '@veche/contract/bridge-light';
import { expect, test } from 'vitest';
import { createDeviceStorage, createSecureStorage } from './device-storage.ts';

const owner = (accountId: number, appId = 1) => ({ accountId, appId });
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'kept',
    (error: { code: string }) => error.code,
  );

test.each([
  ['device', createDeviceStorage],
  ['secure', createSecureStorage],
])('the %s storage keeps texts of one app for one person', async (_name, create) => {
  const [own, ofOther, ofOtherApp] = [create(owner(1)), create(owner(2)), create(owner(1, 2))];
  await own.set('a', 'один');
  await own.set('b', 'два');
  expect(await own.get('a')).toBe('один');
  expect([await ofOther.get('a'), await ofOtherApp.get('a'), await own.get('c')]).toEqual([null, null, null]);
  await ofOther.set('a', 'чужое');
  await own.remove('a');
  expect([await own.get('a'), await own.get('b')]).toEqual([null, 'два']);
  await own.clear();
  expect([await own.get('b'), await ofOther.get('a')]).toEqual([null, 'чужое']);
});

test('a device keeps five million characters of an app, and what is removed makes room', async () => {
  const storage = createDeviceStorage(owner(3));
  const half = 'x'.repeat(MAX_DEVICE_STORAGE_LENGTH / 2 - 1);
  await storage.set('a', half);
  await storage.set('b', half);
  expect(await codeOf(storage.set('c', ''))).toBe('too_large');
  expect(await codeOf(storage.set('b', `${half}x`))).toBe('too_large');
  expect(await storage.get('b')).toBe(half);
  await storage.set('b', '');
  expect(await codeOf(storage.set('c', 'fits'))).toBe('kept');
  await storage.clear();
  expect(await codeOf(storage.set('b', half))).toBe('kept');
});

test('ten secrets fit; the database holds none of them in clear', async () => {
  const storage = createSecureStorage(owner(4));
  for (let number = 0; number < 10; number++) await storage.set(`k${number}`, 'тайна');
  expect(await codeOf(storage.set('k10', 'x'))).toBe('too_large');
  expect(await codeOf(storage.set('k9', 'другая'))).toBe('kept');
  expect(await storage.get('k9')).toBe('другая');
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('veche-apps');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
  const rows = await new Promise<{ sealed: ArrayBuffer }[]>((resolve) => {
    const request = db.transaction('secure').objectStore('secure').getAll();
    request.onsuccess = () => resolve(request.result as { sealed: ArrayBuffer }[]);
  });
  const texts = rows.map(({ sealed }) => Buffer.from(sealed).toString());
  expect(texts.length).toBeGreaterThan(9);
  expect(texts.filter((text) => text.includes('тайна') || text.includes('другая'))).toEqual([]);
  db.close();
});
