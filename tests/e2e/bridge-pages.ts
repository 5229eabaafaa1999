// Scripts of pages written for other platforms. Each runs in the browser as its own text, so it may use nothing from
// around it but what `harness` makes.

import type { VKBridge } from '@vkontakte/vk-bridge';

interface Harness {
  /** Writes a line that the test waits for. */
  log(name: string, value?: unknown): void;
  /** A button that does something, and writes what came of it. */
  act(name: string, run: () => unknown): void;
}

/** What every page has: buttons by name, and a list of what happened. */
export function harness(): void {
  const list = document.createElement('ol');
  document.body.append(list);
  const log: Harness['log'] = (name, value = null) => {
    const line = document.createElement('li');
    line.textContent = `${name} ${JSON.stringify(value)}`;
    list.append(line);
  };
  const act: Harness['act'] = (name, run) => {
    const button = document.createElement('button');
    button.textContent = name;
    button.addEventListener('click', () => {
      new Promise((resolve) => resolve(run())).then(
        (value) => value !== undefined && log(name, value),
        (error: unknown) => log(name, error instanceof Error ? { error: error.message } : error),
      );
    });
    document.body.prepend(button);
  };
  Object.assign(window, { harness: { log, act } });
}

/** A page as it is written for `window.Telegram.WebApp`. */
export function telegramPage(): void {
  type Done = (...values: unknown[]) => void;
  type Member = ((...values: unknown[]) => unknown) & Record<string, (...values: unknown[]) => unknown>;
  const { Telegram, harness } = window as unknown as {
    Telegram: { WebApp: Record<string, Member> };
    harness: Harness;
  };
  const app = Telegram.WebApp;
  const { log, act } = harness;
  const value = (name: string) => app[name] as unknown;
  /** What a function calls back with. */
  const called = (run: (done: Done) => unknown) => new Promise((resolve) => run((...values) => resolve(values)));
  const user = (value('initDataUnsafe') as { user: { first_name: string } }).user;
  log('start', [
    user.first_name,
    value('version'),
    value('platform'),
    app['isVersionAtLeast']!('9.0'),
    value('colorScheme'),
  ]);
  for (const event of ['fullscreenChanged', 'scanQrPopupClosed', 'qrTextReceived', 'deactivated', 'activated']) {
    app['onEvent']!(event, (data: unknown) => log(event, data));
  }
  app['MainButton']!['setText']!('Далее');
  app['MainButton']!['show']!();
  app['MainButton']!['onClick']!(() => log('main'));
  app['SecondaryButton']!['setParams']!({ text: 'Назад', position: 'top', is_visible: true });
  app['SecondaryButton']!['onClick']!(() => log('secondary'));
  app['SettingsButton']!['show']!();
  app['SettingsButton']!['onClick']!(() => log('settings'));
  app['setHeaderColor']!('#102030');
  app['setBackgroundColor']!('secondary_bg_color');

  act('confirm', () => called((done) => app['showConfirm']!('Удалить черновик?', done)));
  act('popup', () =>
    called((done) =>
      app['showPopup']!(
        {
          title: 'Три пути',
          message: 'Куда?',
          buttons: [{ id: 'l', text: 'Налево' }, { id: 'r', type: 'destructive', text: 'Направо' }, { type: 'cancel' }],
        },
        done,
      ),
    ),
  );
  act('cloud', async () => [
    await called((done) => app['CloudStorage']!['setItem']!('city', 'Псков', done)),
    await called((done) => app['CloudStorage']!['getItem']!('city', done)),
    await called((done) => app['CloudStorage']!['getKeys']!(done)),
    await called((done) => app['CloudStorage']!['setItem']!('с пробелом', 'x', done)),
  ]);
  act('device', async () => [
    await called((done) => app['DeviceStorage']!['setItem']!('a', 'б', done)),
    await called((done) => app['DeviceStorage']!['getItem']!('a', done)),
    await called((done) => app['SecureStorage']!['setItem']!('pin', '1234', done)),
    await called((done) => app['SecureStorage']!['getItem']!('pin', done)),
    await called((done) => app['SecureStorage']!['restoreItem']!('pin', done)),
  ]);
  act('clipboard', () => called((done) => app['readTextFromClipboard']!(done)));
  act('download', () =>
    called((done) => app['downloadFile']!({ url: 'https://files.example/note.txt', file_name: 'note.txt' }, done)),
  );
  act('contact', async () => {
    const answer = await called((done) => app['requestContact']!(done));
    const [isSent, told] = answer as [boolean, { responseUnsafe: { contact: Record<string, string>; hash: string } }];
    const { contact, hash } = told.responseUnsafe;
    return [isSent, contact['first_name'], contact['phone_number'], hash.length];
  });
  act('place', async () => {
    await called((done) => app['LocationManager']!['init']!(done));
    const [place] = (await called((done) => app['LocationManager']!['getLocation']!(done))) as Record<string, number>[];
    return [place?.['latitude'], place?.['longitude']];
  });
  act('story', () => app['shareToStory']!('https://files.example/cat.jpg', { text: 'Смотрите' }));
  act('fullscreen', () => app['requestFullscreen']!());
  act('scan', () => app['showScanQrPopup']!({ text: 'Код билета' }, (text: unknown) => (log('read', text), true)));
  act('chat', () => app['openTelegramLink']!('https://t.me/bridge_boris'));
  act('home', async () => {
    await called((done) => {
      app['onEvent']!('homeScreenAdded', () => done());
      app['addToHomeScreen']!();
    });
    return called((done) => app['checkHomeScreenStatus']!(done));
  });
  act('refused', async () => [
    await called((done) => app['openInvoice']!('https://t.me/$abc', done)),
    await called((done) => app['Gyroscope']!['start']!({}, done)),
  ]);
  app['ready']!();
}

/** A page on the unmodified @tma.js/sdk, that calls what came after version 6.0. */
export function tmaPage(): void {
  type Part = Record<string, (...values: unknown[]) => unknown>;
  const { tmajs, harness } = window as unknown as { tmajs: { sdk: Record<string, Part> & Part }; harness: Harness };
  const { sdk } = tmajs;
  const { log, act } = harness;
  const call = (part: string, name: string, ...values: unknown[]) =>
    (sdk[part] as Part)[name]!(...values) as Promise<unknown>;
  (sdk['init'] as unknown as () => void)();
  for (const part of ['miniApp', 'mainButton', 'secondaryButton', 'settingsButton', 'backButton', 'themeParams']) {
    void call(part, 'mount');
  }
  void call('secondaryButton', 'setParams', { text: 'Позже', isVisible: true, position: 'right' });
  void call('secondaryButton', 'onClick', () => log('secondary'));
  void call('settingsButton', 'show');
  void call('settingsButton', 'onClick', () => log('settings'));
  act('popup', () =>
    call('popup', 'show', { message: 'Куда?', buttons: [{ id: 'l', type: 'default', text: 'Налево' }] }),
  );
  act('cloud', async () => {
    await call('cloudStorage', 'setItem', 'from-tma', 'Тверь');
    return [await call('cloudStorage', 'getItem', 'from-tma'), await call('cloudStorage', 'getKeys')];
  });
  act('viewport', async () => {
    await call('viewport', 'mount');
    const insets = (sdk['viewport'] as Part)['safeAreaInsets']!();
    await call('viewport', 'requestFullscreen');
    return [insets, (sdk['viewport'] as Part)['isFullscreen']!()];
  });
  act('haptics', () => (call('hapticFeedback', 'impactOccurred', 'light'), 'felt'));
  act('biometry', async () => {
    await call('biometry', 'mount');
    return ((sdk['biometry'] as Part)['state']!() as { available: boolean }).available;
  });
  act('contact', async () => {
    const { contact } = (await (sdk['requestContact'] as unknown as () => Promise<unknown>)()) as {
      contact: Record<string, unknown>;
    };
    return contact['phone_number'];
  });
  act('invoice', () => call('invoice', 'openSlug', 'abc'));
  act('home', () => (sdk['checkHomeScreenStatus'] as unknown as () => Promise<unknown>)());
  void call('miniApp', 'ready');
}

/** A page as it is written for `window.WebApp` of MAX. */
export function maxPage(): void {
  type Member = ((...values: unknown[]) => unknown) & Record<string, (...values: unknown[]) => unknown>;
  const { WebApp: app, harness } = window as unknown as { WebApp: Record<string, Member>; harness: Harness };
  const { log, act } = harness;
  const value = (name: string) => app[name] as unknown;
  const data = value('initDataUnsafe') as { user: { first_name: string }; hash: string };
  log('start', [data.user.first_name, data.hash.length, value('platform')]);
  /** The code of a refusal. */
  const codeOf = (asked: unknown) =>
    (asked as Promise<unknown>).then(
      () => 'done',
      ({ error }: { error: { code: string } }) => error.code,
    );
  app['BackButton']!['show']!();
  app['BackButton']!['onClick']!(() => log('back'));
  app['onEvent']!('WebAppOpenLink', (reply: unknown) => log('link', (reply as { error?: unknown }).error ?? 'done'));
  act('storage', async () => {
    await app['DeviceStorage']!['setItem']!('a', 'б');
    await app['SecureStorage']!['setItem']!('pin', '1234');
    return [
      await app['DeviceStorage']!['getItem']!('a'),
      await app['SecureStorage']!['getItem']!('pin'),
      await app['DeviceStorage']!['getItem']!('absent'),
      await codeOf(app['DeviceStorage']!['setItem']!('с пробелом', 'x')),
    ];
  });
  act('haptics', () => codeOf(app['HapticFeedback']!['impactOccurred']!('soft')));
  act('viewport', async () => typeof ((await app['getViewportSize']!()) as { width: unknown }).width);
  act('share', () => codeOf(app['shareContent']!({ text: 'Собрание в семь', link: 'https://example.org/' })));
  act('open', () => app['openLink']!('https://example.org/'));
  act('scan', async () => ((await app['openCodeReader']!()) as { value: unknown }).value);
  act('contact', async () => ((await app['requestContact']!()) as { phone: unknown }).phone);
  act('refused', async () => [
    await codeOf(app['BiometricManager']!['init']!()),
    await codeOf(app['NfcManager']!['read']!()),
    await codeOf(app['shareMaxContent']!({ mid: 'mid.1' })),
  ]);
  act('close', () => app['close']!());
  app['ready']!();
}

/** A page on the unmodified package @vkontakte/vk-bridge. */
export function vkPage(): void {
  interface Bridge extends Pick<VKBridge, 'isEmbedded'> {
    send(method: string, params?: object): Promise<Record<string, unknown>>;
    supportsAsync(method: string): Promise<boolean>;
    subscribe(listener: (event: { detail: { type: string; data: Record<string, unknown> } }) => void): void;
  }
  const { vkBridge, harness } = window as unknown as { vkBridge: Bridge & { default?: Bridge }; harness: Harness };
  const bridge = vkBridge.default ?? vkBridge;
  const { log, act } = harness;
  bridge.subscribe(({ detail: { type, data } }) => {
    if (type === 'VKWebAppUpdateConfig') log('config', data['appearance']);
  });
  /** What a refusal says. */
  const refusal = (method: string, params = {}) =>
    bridge.send(method, params).then(
      () => 'done',
      (error: { error_type: string; error_data: { error_code: number } }) => [
        error.error_type,
        error.error_data.error_code,
      ],
    );
  act('launch', async () => {
    const { vk_user_id: id, vk_language: language } = await bridge.send('VKWebAppGetLaunchParams');
    const { sign } = Object.fromEntries(new URLSearchParams(location.search));
    return [typeof id, language, sign?.length, location.hash];
  });
  act('person', async () => {
    const { id, first_name: first, last_name: last } = await bridge.send('VKWebAppGetUserInfo');
    return [typeof id, first, last];
  });
  act('supports', async () => [
    await bridge.supportsAsync('VKWebAppStorageSet'),
    await bridge.supportsAsync('VKWebAppShowOrderBox'),
    bridge.isEmbedded(),
  ]);
  act('storage', async () => {
    await bridge.send('VKWebAppStorageSet', { key: 'city', value: 'Псков' });
    const { keys } = await bridge.send('VKWebAppStorageGet', { keys: ['city', 'absent'] });
    return [keys, (await bridge.send('VKWebAppStorageGetKeys', { count: 10, offset: 0 }))['keys']];
  });
  act('copy', async () => (await bridge.send('VKWebAppCopyText', { text: 'из приложения' }))['result']);
  act('taptic', async () => (await bridge.send('VKWebAppTapticImpactOccurred', { style: 'light' }))['result']);
  act('share', () => bridge.send('VKWebAppShare', { link: 'https://example.org/vk' }));
  act('phone', async () => {
    const { phone_number: phone, sign } = await bridge.send('VKWebAppGetPhoneNumber');
    return [phone, String(sign).length];
  });
  act('granted', async () => [
    (await bridge.send('VKWebAppGetGrantedPermissions'))['permissions'],
    (await bridge.send('VKWebAppCheckAllowedScopes', { scopes: 'friends' }))['result'],
  ]);
  act('standing', async () => {
    const params = await bridge.send('VKWebAppGetLaunchParams');
    return [params['vk_is_favorite'], params['vk_are_notifications_enabled']];
  });
  act('favour', () => refusal('VKWebAppAddToFavorites'));
  act('allow', () => refusal('VKWebAppAllowNotifications'));
  act('deny', () => refusal('VKWebAppDenyNotifications'));
  act('recommend', () => refusal('VKWebAppRecommend'));
  act('other', () => refusal('VKWebAppOpenApp', { app_id: Number(location.hash.slice(1)), location: 'flat-7' }));
  act('absent', async () => [
    await bridge.send('VKWebAppFlashGetInfo'),
    await bridge.send('VKWebAppCheckNativeAds', { ad_format: 'reward' }),
    await refusal('VKWebAppOpenApp', { app_id: 1 }),
  ]);
  act('scan', async () => (await bridge.send('VKWebAppOpenCodeReader'))['code_data']);
  act('refused', async () => [
    await refusal('VKWebAppGetEmail'),
    await refusal('VKWebAppShowOrderBox', { type: 'item', item: 'x' }),
    await refusal('VKWebAppStorageSet', { key: 'с пробелом', value: 'x' }),
    await refusal('VKWebAppGetUserInfo', { user_id: 1 }),
    await refusal('constructor'),
  ]);
  act('home', () => bridge.send('VKWebAppAddToHomeScreenInfo'));
  act('close', () => bridge.send('VKWebAppClose', { status: 'success' }));
  void bridge.send('VKWebAppInit').then(({ result }) => log('init', result));
}

/** A page that speaks our own dialect. */
export function ownPage(): void {
  const { harness } = window as unknown as { harness: Harness };
  const { log, act } = harness;
  const nonce = new URLSearchParams(location.hash.slice(1)).get('vecheNonce');
  let port: MessagePort;
  const waiting = new Map<number, (answer: { result?: object; error?: { code: string } }) => void>();
  const ask = (method: string, params: object) =>
    new Promise((resolve) => {
      const id = waiting.size + 1;
      waiting.set(id, ({ result, error }) => resolve(error === undefined ? result : error.code));
      port.postMessage(JSON.stringify({ id, method, params }));
    });
  window.addEventListener('message', ({ ports }) => {
    if (ports[0] === undefined) return;
    port = ports[0];
    port.onmessage = ({ data }: MessageEvent<string>) => {
      const answer = JSON.parse(data) as { id?: number; result?: object; error?: { code: string } };
      if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
    };
    void ask('app.ready', {});
    log('start');
  });
  const card = { title: 'Собрание дома', text: 'В семь', button: 'Приду', startParam: 'meeting-7' };
  act('card', () => ask('app.shareCard', { ...card, picture: 'house.png' }));
  act('deep', () => ask('app.openChat', { link: '/@house_bot?startapp=deep-7' }));
  act('command', () => ask('app.invokeBot', { command: '/start visit' }));
  act('confirm', async () => {
    const answer = await ask('people.confirmPresence', { challenge: 'Отправить заявление 7' });
    return typeof answer === 'string' ? answer : 'signed';
  });
  window.parent.postMessage(JSON.stringify({ veche: 'hello', version: 1, nonce }), '*');
}
