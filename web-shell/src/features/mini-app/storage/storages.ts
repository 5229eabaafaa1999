import type { AppId, BridgeParams, BridgeResult } from '@veche/contract';
import type { SyncClient } from '../../../sync/client.ts';
import { createDeviceStorage, createSecureStorage } from './device-storage.ts';

/** A few texts by keys. Refuses with `too_large` what is over its limits. */
export interface KeyedStorage {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
  clear(): Promise<void>;
}

/** What an app keeps for the person: on the server, in this browser, and in this browser encrypted. */
export interface AppStorages {
  readonly cloud: {
    get(keys: readonly string[]): Promise<BridgeResult<'cloudStorage.get'>>;
    listKeys(): Promise<BridgeResult<'cloudStorage.listKeys'>>;
    set(item: BridgeParams<'cloudStorage.set'>): Promise<object>;
    remove(keys: readonly string[]): Promise<object>;
  };
  readonly device: KeyedStorage;
  readonly secure: KeyedStorage;
}

export function createStorages(client: Pick<SyncClient, 'call'>, accountId: number, appId: AppId): AppStorages {
  const owner = { accountId, appId };
  return {
    cloud: {
      get: (keys) => client.call('appStorage.get', { appId, keys: [...keys] }),
      listKeys: () => client.call('appStorage.listKeys', { appId }),
      set: (item) => client.call('appStorage.set', { appId, ...item }),
      remove: (keys) => client.call('appStorage.remove', { appId, keys: [...keys] }),
    },
    device: createDeviceStorage(owner),
    secure: createSecureStorage(owner),
  };
}
