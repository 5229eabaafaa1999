import { z } from 'zod';
import { MAX_STORED_ITEMS, MAX_STORED_VALUE_LENGTH, storageKey } from './core/bridge-protocol.ts';
import { defineMethod } from './core/define-method.ts';
import { AppId } from './core/ids.ts';
import { PlainText } from './core/text.ts';

/** 1 to 128 of A-Z, a-z, 0-9, `_`, `-`, `.`, `:` and `/`. */
const StorageKey = z.string().regex(storageKey);
const keys = z.array(StorageKey).max(MAX_STORED_ITEMS);

/** The shell asks for what the app in its frame asks; nobody sees what other apps or people keep. */
export const get = defineMethod({
  name: 'appStorage.get',
  summary: 'What a mini-app keeps for the caller on the server, by keys; absent keys are left out.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ appId: AppId, keys }),
  output: z.object({ values: z.record(z.string(), z.string()) }),
  errors: [],
});

export const listKeys = defineMethod({
  name: 'appStorage.listKeys',
  summary: 'The keys under which a mini-app keeps something for the caller, in their order.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ appId: AppId }),
  output: z.object({ keys: z.array(z.string()) }),
  errors: [],
});

export const set = defineMethod({
  name: 'appStorage.set',
  summary: 'Keeps a text of a mini-app for the caller: up to 1,024 items, `too_large` for one more.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ appId: AppId, key: StorageKey, value: PlainText.max(MAX_STORED_VALUE_LENGTH) }),
  output: z.object({}),
  errors: ['not_found', 'too_large'],
  perMinute: 600,
});

export const remove = defineMethod({
  name: 'appStorage.remove',
  summary: 'Removes what a mini-app keeps for the caller under some keys.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ appId: AppId, keys }),
  output: z.object({}),
  errors: [],
  perMinute: 600,
});

export const appStorageMethods = { get, listKeys, set, remove };
