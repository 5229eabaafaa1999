import { expect, test, vi } from 'vitest';
import { sampleColours } from '../../../../../../mini-app-sdk/src/test-host/colours.ts';
import { recordingShell, type RecordingShell } from '../../../../../../tests/support/recording-shell.ts';
import { createTelegramBridge } from './telegram-bridge.ts';

function start(changes: Partial<RecordingShell> = {}) {
  const shell = Object.assign(recordingShell(), changes);
  const posts: { eventType: string; eventData: Record<string, unknown> }[] = [];
  const { host, broker, acts } = shell;
  const bridge = createTelegramBridge({ host, broker, post: (text) => posts.push(JSON.parse(text)) });
  shell.hear = (event, data) => bridge.tell(event as 'scanner.found', data as { text: string });
  /** Says something and waits for the answer of a kind. */
  const ask = async (eventType: string, eventData: object, answer: string) => {
    const before = posts.length;
    bridge.receive(eventType, eventData);
    const isIt = (post: { eventType: string }) => post.eventType === answer;
    return vi.waitFor(() => {
      const found = posts.slice(before).find(isIt);
      expect(found, `${eventType} has no ${answer}`).toBeDefined();
      return found!.eventData;
    });
  };
  return { shell, bridge, posts, acts, ask };
}

test('the theme is answered in colours only', () => {
  const { bridge, posts } = start();
  bridge.receive('web_app_request_theme', undefined);
  expect(posts[0]?.eventType).toBe('theme_changed');
  const theme = posts[0]?.eventData['theme_params'] as Record<string, string>;
  expect(Object.keys(theme)).toHaveLength(15);
  expect(Object.values(theme).every((colour) => /^#[0-9a-f]{6}$/.test(colour))).toBe(true);
});

test('the viewport is answered whole', () => {
  const { bridge, posts } = start();
  bridge.receive('web_app_request_viewport', undefined);
  expect(posts).toEqual([
    { eventType: 'viewport_changed', eventData: { width: 400, height: 600, is_expanded: true, is_state_stable: true } },
  ]);
});

test('a call of a button changes what it names and keeps the rest; colours are left to the shell', () => {
  const { bridge, acts } = start();
  bridge.receive('web_app_setup_main_button', { is_visible: true, text: 'Далее', color: '#00ff00' });
  bridge.receive('web_app_setup_main_button', { is_active: false, is_visible: 'yes' });
  bridge.receive('web_app_setup_secondary_button', { is_visible: true, text: 'Назад', position: 'top' });
  bridge.receive('web_app_setup_secondary_button', { is_progress_visible: true, position: 'aside' });
  expect(acts.map(([, state]) => state)).toEqual([
    { isVisible: true, text: 'Далее', isEnabled: true, isBusy: false },
    { isVisible: true, text: 'Далее', isEnabled: false, isBusy: false },
    { isVisible: true, text: 'Назад', isEnabled: true, isBusy: false, place: 'top' },
    { isVisible: true, text: 'Назад', isEnabled: true, isBusy: true, place: 'top' },
  ]);
});

test('a link is passed on only when it leads to the web', () => {
  const { bridge, acts } = start();
  const wrong = ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'x', 7];
  for (const url of [...wrong, 'https://example.org/a']) bridge.receive('web_app_open_link', { url });
  expect(acts).toEqual([['ask', { kind: 'link', url: 'https://example.org/a' }]]);
});

test('colours come by value and by name, and what is no colour is the shell’s own', () => {
  const { bridge, acts } = start();
  bridge.receive('web_app_set_header_color', { color: '#1020FF' });
  bridge.receive('web_app_set_background_color', { color_key: 'secondary_bg_color' });
  bridge.receive('web_app_set_bottom_bar_color', { color: 'url(https://evil.example)' });
  expect(acts.at(-1)).toEqual(['colours', { header: '#1020ff', background: sampleColours.light.raised, foot: null }]);
});

test('a popup is drawn in the words of the app, and its button comes back', async () => {
  const { shell, ask, bridge, posts } = start();
  const answer = ask(
    'web_app_open_popup',
    {
      title: ' Внимание ',
      message: 'Удалить?',
      buttons: [{ id: 'yes', type: 'destructive', text: 'Да' }, { type: 'cancel' }],
    },
    'popup_closed',
  );
  expect(shell.overlay).toMatchObject({
    popup: {
      title: 'Внимание',
      message: 'Удалить?',
      buttons: [
        { id: 'yes', kind: 'destructive', text: 'Да' },
        { id: '', kind: 'cancel', text: '' },
      ],
    },
  });
  (shell.overlay as { settle(id: string): void }).settle('yes');
  expect(await answer).toEqual({ button_id: 'yes' });
  // One at a time: the second is told to be closed, and no button is feigned.
  bridge.receive('web_app_open_popup', { message: 'Ещё?' });
  await vi.waitFor(() => expect(posts.at(-1)).toEqual({ eventType: 'popup_closed', eventData: {} }));
});

test('what was copied is asked for, and a refusal has no text', async () => {
  const { shell, ask, acts } = start({ answer: 'refused' });
  expect(await ask('web_app_read_text_from_clipboard', { req_id: 'a' }, 'clipboard_text_received')).toEqual({
    req_id: 'a',
  });
  shell.hasGesture = false;
  await ask('web_app_read_text_from_clipboard', { req_id: 'b' }, 'clipboard_text_received');
  expect(acts).toEqual([['ask', { kind: 'clipboard' }]]);
});

test('neither the camera nor the whole screen opens to an app that nobody pressed anything in', async () => {
  const { shell, ask, acts } = start();
  shell.hasGesture = false;
  await ask('web_app_request_fullscreen', {}, 'fullscreen_failed');
  await ask('web_app_open_scan_qr_popup', {}, 'scan_qr_popup_closed');
  expect(shell.overlay).toBeNull();
  expect(acts).toEqual([]);
});

test('the cloud storage keeps, lists, gives and removes, and refuses by name', async () => {
  const { ask } = start();
  const call = (method: string, params: object) =>
    ask('web_app_invoke_custom_method', { req_id: method, method, params }, 'custom_method_invoked');
  expect(await call('saveStorageValue', { key: 'a', value: 'б' })).toEqual({
    req_id: 'saveStorageValue',
    result: true,
  });
  expect(await call('getStorageValues', { keys: ['a', 'b'] })).toMatchObject({ result: { a: 'б', b: '' } });
  expect(await call('getStorageKeys', {})).toMatchObject({ result: ['a'] });
  expect(await call('deleteStorageValues', { keys: 'a' })).toMatchObject({ result: true });
  expect(await call('getStorageKeys', {})).toMatchObject({ result: [] });
  expect(await call('saveStorageValue', { key: 'a b', value: 'б' })).toMatchObject({ error: 'DATA_INVALID' });
  expect(await call('saveStorageValue', { key: 'a', value: 'x'.repeat(4097) })).toMatchObject({
    error: 'DATA_INVALID',
  });
  expect(await call('getStories', {})).toMatchObject({ error: 'METHOD_NOT_SUPPORTED' });
  expect(await call('constructor', {})).toMatchObject({ error: 'METHOD_NOT_SUPPORTED' });
});

test.each(['device', 'secure'])('the %s storage keeps, gives, clears and says when it is full', async (name) => {
  const { ask } = start();
  const save = (data: object, answer = 'key_saved') =>
    ask(`web_app_${name}_storage_save_key`, { req_id: '1', ...data }, `${name}_storage_${answer}`);
  const read = (key: unknown, answer = 'key_received') =>
    ask(`web_app_${name}_storage_get_key`, { req_id: '2', key }, `${name}_storage_${answer}`);
  expect(await save({ key: 'a', value: 'б' })).toEqual({ req_id: '1' });
  expect(await read('a')).toEqual({ req_id: '2', value: 'б' });
  await save({ key: 'a', value: null });
  expect(await read('a')).toMatchObject({ value: null });
  expect(await read(7, 'failed')).toEqual({ req_id: '2', error: 'KEY_INVALID' });
  for (const key of ['1', '2', '3', '4', '5'].slice(0, name === 'device' ? 5 : 2)) await save({ key, value: 'x' });
  expect(await save({ key: 'more', value: 'x' }, 'failed')).toEqual({ req_id: '1', error: 'QUOTA_EXCEEDED' });
  await ask(`web_app_${name}_storage_clear`, { req_id: '3' }, `${name}_storage_cleared`);
  expect(await read('1')).toMatchObject({ value: null });
});

test('what cannot be done is refused by the event that the dialect has for it', async () => {
  const { ask, acts } = start();
  const refusals = [
    ['web_app_open_invoice', { slug: 'x' }, 'invoice_closed', { slug: 'x', status: 'failed' }],
    ['web_app_request_phone', {}, 'phone_requested', { status: 'cancelled' }],
    ['web_app_request_write_access', {}, 'write_access_requested', { status: 'cancelled' }],
    ['web_app_request_location', { req_id: 'r' }, 'location_requested', { req_id: 'r', available: false }],
    ['web_app_biometry_get_info', {}, 'biometry_info_received', { available: false }],
    ['web_app_set_emoji_status', {}, 'emoji_status_failed', { error: 'UNSUPPORTED' }],
    ['web_app_start_gyroscope', {}, 'gyroscope_failed', { error: 'UNSUPPORTED' }],
    ['web_app_open_scan_qr_popup', {}, 'scan_qr_popup_closed', {}],
    ['web_app_secure_storage_restore_key', {}, 'secure_storage_failed', { error: 'RESTORE_UNAVAILABLE' }],
  ] as const;
  for (const [request, data, event, answer] of refusals) expect(await ask(request, data, event)).toEqual(answer);
  expect(acts).toEqual(['phoneNumber', 'writeToMe', 'location'].map((scope) => ['getAttributes', scope]));
});

test('a number is sent by the grant alone, and comes signed by the custom method after it', async () => {
  const { shell, ask } = start();
  const contact = () =>
    ask('web_app_invoke_custom_method', { method: 'getRequestedContact', params: {} }, 'custom_method_invoked');
  expect(await ask('web_app_request_phone', {}, 'phone_requested')).toEqual({ status: 'cancelled' });
  expect(await contact()).toEqual({ result: '' });
  shell.given = { phoneNumber: { personId: 'p', values: { phoneNumber: '+79' }, proof: 'contact=x&hash=y' } };
  expect(await contact()).toEqual({ result: '' });
  expect(await ask('web_app_request_phone', {}, 'phone_requested')).toEqual({ status: 'sent' });
  expect(await contact()).toEqual({ result: 'contact=x&hash=y' });
});

test('the place is told when it is let, and whether it is let is told as it is', async () => {
  const { shell, ask } = start({ declared: ['location'] });
  const check = () => ask('web_app_check_location', {}, 'location_checked');
  expect(await check()).toEqual({ available: true, access_requested: false, access_granted: false });
  await ask('web_app_request_location', {}, 'location_requested');
  expect(await check()).toEqual({ available: true, access_requested: true, access_granted: false });
  const values = { latitude: 55.75, longitude: 37.62, accuracyMeters: 12 };
  shell.given = { location: { personId: 'p', values } };
  expect(await check()).toMatchObject({ access_granted: true });
  expect(await ask('web_app_request_location', {}, 'location_requested')).toEqual({
    ...{ available: true, latitude: 55.75, longitude: 37.62, horizontal_accuracy: 12 },
  });
});

test('a shortcut is told as far as it is known, and what was made by hand is not told to be there', async () => {
  const { shell, bridge, ask, posts } = start();
  const check = () => ask('web_app_check_home_screen', {}, 'home_screen_checked');
  expect(await check()).toEqual({ status: 'missed' });
  for (const outcome of ['unknown', null, 'added'] as const) {
    bridge.receive('web_app_add_to_home_screen', {});
    await vi.waitFor(() => expect(shell.overlay).not.toBeNull());
    const overlay = shell.overlay as { settle(outcome: unknown): void };
    shell.overlay = null;
    overlay.settle(outcome);
  }
  await vi.waitFor(() => expect(posts.at(-1)).toEqual({ eventType: 'home_screen_added', eventData: {} }));
  expect(posts.filter(({ eventType }) => eventType !== 'home_screen_checked')).toHaveLength(1);
  shell.homeScreen = 'unsupported';
  expect(await check()).toEqual({ status: 'unsupported' });
  expect(await ask('web_app_add_to_home_screen', {}, 'home_screen_failed')).toEqual({ error: 'UNSUPPORTED' });
});

test('unknown calls and names of built-in properties are ignored', () => {
  const { bridge, posts, acts } = start();
  for (const name of ['web_app_data_send', 'constructor', '__proto__', 'toString']) bridge.receive(name, {});
  bridge.receive('web_app_setup_back_button', null);
  expect([...posts, ...acts]).toEqual([]);
});

test('an app that never spoke this dialect hears none of it', () => {
  const { bridge, posts } = start();
  bridge.tell('ui.mainButtonPressed', {});
  bridge.tell('ui.themeChanged', sampleColours.light);
  expect(posts).toEqual([]);
  bridge.receive('iframe_ready', {});
  bridge.tell('ui.mainButtonPressed', {});
  bridge.tell('ui.secondaryButtonPressed', {});
  bridge.tell('ui.settingsButtonPressed', {});
  bridge.tell('ui.visibilityChanged', { isVisible: false });
  bridge.tell('bridge.overBudget', { dropped: 1 });
  expect(posts).toEqual([
    { eventType: 'main_button_pressed', eventData: {} },
    { eventType: 'secondary_button_pressed', eventData: {} },
    { eventType: 'settings_button_pressed', eventData: {} },
    { eventType: 'visibility_changed', eventData: { is_visible: false } },
  ]);
});
