import type { TelegramCore } from './telegram-core.ts';

type Fields = Record<string, unknown>;

/** What the app keeps, and what the device can tell. */
export function telegramDevice({ app, ask, tell, post }: TelegramCore): void {
  type Done = (error: unknown, value?: unknown) => void;
  const call = (done: unknown, ...values: unknown[]): void => {
    if (typeof done === 'function') (done as (...values: unknown[]) => void)(...values);
  };
  const cloud = (method: string, params: object, done: Done | undefined, read = (value: unknown): unknown => value) =>
    ask('web_app_invoke_custom_method', { method, params }, ['custom_method_invoked'], ({ error, result }) => {
      if (error === undefined) call(done, null, read(result));
      else call(done, error);
    });
  const CloudStorage: Fields = {
    setItem: (key: string, value: string, done?: Done) => (
      cloud('saveStorageValue', { key, value }, done),
      CloudStorage
    ),
    getItem: (key: string, done: Done) => (
      cloud('getStorageValues', { keys: [key] }, done, (values) => (values as Fields)[key] ?? ''),
      CloudStorage
    ),
    getItems: (keys: readonly string[], done: Done) => (cloud('getStorageValues', { keys }, done), CloudStorage),
    removeItem: (key: string, done?: Done) => (cloud('deleteStorageValues', { keys: [key] }, done), CloudStorage),
    removeItems: (keys: readonly string[], done?: Done) => (cloud('deleteStorageValues', { keys }, done), CloudStorage),
    getKeys: (done: Done) => (cloud('getStorageKeys', {}, done), CloudStorage),
  };

  const storage = (name: 'device' | 'secure'): Fields => {
    const run = (act: string, params: object, answer: string, done?: Done, read?: (data: Fields) => unknown[]) => {
      const answers = [`${name}_storage_${answer}`, `${name}_storage_failed`];
      ask(`web_app_${name}_storage_${act}`, params, answers, (data) => {
        if (data['answer'] === answers[1]) call(done, data['error']);
        else call(done, null, ...(read?.(data) ?? [true]));
      });
      return it;
    };
    const value = (data: Fields): unknown[] => [data['value'] ?? null, data['can_restore'] === true];
    const it: Fields = {
      setItem: (key: string, text: string, done?: Done) => run('save_key', { key, value: text }, 'key_saved', done),
      getItem: (key: string, done?: Done) => run('get_key', { key }, 'key_received', done, value),
      removeItem: (key: string, done?: Done) => run('save_key', { key, value: null }, 'key_saved', done),
      clear: (done?: Done) => run('clear', {}, 'cleared', done),
    };
    if (name === 'secure') {
      it['restoreItem'] = (key: string, done?: Done) => run('restore_key', { key }, 'key_restored', done, value);
    }
    return it;
  };

  /** What this shell tells nothing of: it can be asked, and says so. */
  const sensor = (name: string, event: string): Fields => {
    const it: Fields = {
      isStarted: false,
      start: (_params: unknown, done?: Done) => {
        ask(`web_app_start_${event}`, {}, [`${event}_started`, `${event}_failed`], (data) => {
          it['isStarted'] = data['answer'] === `${event}_started`;
          call(done, it['isStarted']);
          tell(`${name}${it['isStarted'] === true ? 'Started' : 'Failed'}`, data);
        });
        return it;
      },
      stop: (done?: Done) => {
        ask(`web_app_stop_${event}`, {}, [`${event}_stopped`], () => {
          it['isStarted'] = false;
          call(done, true);
          tell(`${name}Stopped`);
        });
        return it;
      },
    };
    return it;
  };

  const LocationManager: Fields = { isInited: false, isLocationAvailable: false };
  Object.assign(LocationManager, {
    isAccessRequested: false,
    isAccessGranted: false,
    init: (done?: Done) => {
      ask('web_app_check_location', {}, ['location_checked'], (data) => {
        Object.assign(LocationManager, { isInited: true, isLocationAvailable: data['available'] === true });
        Object.assign(LocationManager, {
          isAccessRequested: data['access_requested'] === true,
          isAccessGranted: data['access_granted'] === true,
        });
        call(done);
        tell('locationManagerUpdated');
      });
      return LocationManager;
    },
    getLocation: (done: Done) => {
      ask('web_app_request_location', {}, ['location_requested'], ({ available, ...place }) =>
        call(done, available === true ? place : null),
      );
      return LocationManager;
    },
    openSettings: () => (post('web_app_open_location_settings'), LocationManager),
  });

  const BiometricManager: Fields = { isInited: false, isBiometricAvailable: false, biometricType: 'unknown' };
  const biometry = (
    act: string,
    answer: string,
    params: object,
    done: Done | undefined,
    read: (data: Fields) => unknown,
  ) => {
    ask(`web_app_biometry_${act}`, params, [answer], (data) => {
      Object.assign(BiometricManager, { isInited: true });
      call(done, read(data));
    });
    return BiometricManager;
  };
  Object.assign(BiometricManager, {
    isAccessRequested: false,
    isAccessGranted: false,
    isBiometricTokenSaved: false,
    deviceId: '',
    init: (done?: Done) => biometry('get_info', 'biometry_info_received', {}, done, () => undefined),
    requestAccess: (params: object, done?: Done) =>
      biometry('request_access', 'biometry_info_received', params, done, ({ access_granted: is }) => is === true),
    authenticate: (params: object, done?: Done) =>
      biometry('request_auth', 'biometry_auth_requested', params, done, ({ status }) => status === 'authorized'),
    updateBiometricToken: (token: string, done?: Done) =>
      biometry('update_token', 'biometry_token_updated', { token }, done, ({ status }) => status === 'updated'),
    openSettings: () => (post('web_app_biometry_open_settings'), BiometricManager),
  });

  Object.assign(app, {
    CloudStorage,
    DeviceStorage: storage('device'),
    SecureStorage: storage('secure'),
    Accelerometer: sensor('accelerometer', 'accelerometer'),
    Gyroscope: sensor('gyroscope', 'gyroscope'),
    DeviceOrientation: sensor('deviceOrientation', 'device_orientation'),
    LocationManager,
    BiometricManager,
  });
}
