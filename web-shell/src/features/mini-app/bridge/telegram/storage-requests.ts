import { isFields } from '../guards.ts';
import { askAndTell, refused, requestId, textOf, works } from './fields.ts';
import type { Context, TelegramRequest } from './requests.ts';

type Fields = Record<string, unknown>;
/** Carries out a method of the cloud storage: answers its result, or rejects with a code. */
type CloudMethod = (context: Context, params: Fields) => Promise<unknown>;

const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((key): key is string => typeof key === 'string');

/** By the names of the dialect; another is refused by name. */
const cloudMethods: Readonly<Record<string, CloudMethod>> = {
  saveStorageValue: async ({ broker }, { key, value }) => {
    await broker.call('cloudStorage.set', { key: key as string, value: value as string });
    return true;
  },
  getStorageValues: async ({ broker }, { keys }) => {
    const names = textsOf(keys);
    const { values } = await broker.call('cloudStorage.get', { keys: names });
    return Object.fromEntries(names.map((name) => [name, Object.hasOwn(values, name) ? values[name] : '']));
  },
  deleteStorageValues: async ({ broker }, { keys }) => {
    await broker.call('cloudStorage.remove', { keys: textsOf(keys) });
    return true;
  },
  getStorageKeys: async ({ broker }) => (await broker.call('cloudStorage.listKeys', {})).keys,
  // Empty until the person sent it in this window.
  getRequestedContact: ({ state }) => Promise.resolve(state.contact),
  getCurrentTime: () => Promise.resolve(Math.floor(Date.now() / 1000)),
};

const cloudErrors: Readonly<Record<string, string>> = {
  invalid_input: 'DATA_INVALID',
  too_large: 'QUOTA_EXCEEDED',
};

/** Refusals of both storages of the device. */
const deviceError = (value: unknown, code: string): string => {
  if (code === 'too_large') return 'QUOTA_EXCEEDED';
  if (code !== 'invalid_input') return 'UNKNOWN_ERROR';
  return typeof value === 'string' ? 'VALUE_INVALID' : 'KEY_INVALID';
};

function save(storage: 'device' | 'secure'): TelegramRequest {
  return works((context, data) => {
    const { key, value } = data;
    const method =
      value === null || value === undefined
        ? ([`${storage}Storage.remove`, { key: key as string }] as const)
        : ([`${storage}Storage.set`, { key: key as string, value: value as string }] as const);
    return context.broker.call(...(method as ['deviceStorage.set', { key: string; value: string }])).then(
      () => context.tell(`${storage}_storage_key_saved`, requestId(data)),
      ({ code }: { code: string }) =>
        context.tell(`${storage}_storage_failed`, { ...requestId(data), error: deviceError(value, code) }),
    );
  });
}

function read(storage: 'device' | 'secure'): TelegramRequest {
  return works((context, data) =>
    askAndTell(
      context,
      [`${storage}Storage.get`, { key: data['key'] as string }],
      ({ value }) => {
        // What another device kept is not here, and cannot come back.
        const restore = storage === 'secure' && value === null ? { can_restore: false } : {};
        context.tell(`${storage}_storage_key_received`, { ...requestId(data), value, ...restore });
      },
      (code) => context.tell(`${storage}_storage_failed`, { ...requestId(data), error: deviceError(undefined, code) }),
    ),
  );
}

function clear(storage: 'device' | 'secure'): TelegramRequest {
  return works((context, data) =>
    askAndTell(
      context,
      [`${storage}Storage.clear`, {}],
      () => context.tell(`${storage}_storage_cleared`, requestId(data)),
      (code) => context.tell(`${storage}_storage_failed`, { ...requestId(data), error: deviceError('', code) }),
    ),
  );
}

/** What apps keep, on the server and in the browser. */
export const storageRequests: Readonly<Record<string, TelegramRequest>> = {
  web_app_invoke_custom_method: works(async (context, data) => {
    const { method, params } = data;
    const answer = (outcome: object): void => context.tell('custom_method_invoked', { ...requestId(data), ...outcome });
    const name = textOf(method, 64);
    if (!Object.hasOwn(cloudMethods, name)) return answer({ error: 'METHOD_NOT_SUPPORTED' });
    try {
      answer({ result: await cloudMethods[name]!(context, isFields(params) ? params : {}) });
    } catch (error) {
      answer({ error: cloudErrors[(error as { code: string }).code] ?? 'INTERNAL_ERROR' });
    }
  }),
  web_app_device_storage_save_key: save('device'),
  web_app_device_storage_get_key: read('device'),
  web_app_device_storage_clear: clear('device'),
  web_app_secure_storage_save_key: save('secure'),
  web_app_secure_storage_get_key: read('secure'),
  web_app_secure_storage_clear: clear('secure'),
  web_app_secure_storage_restore_key: refused(({ tell }, data) =>
    tell('secure_storage_failed', { ...requestId(data), error: 'RESTORE_UNAVAILABLE' }),
  ),
};
