import type { MainButton, ThemeColours } from '@veche/contract';
import { expect, test } from 'vitest';
import type { BridgeHooks } from './host.ts';
import { createTelegramBridge } from './telegram-bridge.ts';

const colours: ThemeColours = {
  scheme: 'light',
  paper: '#fcfaf7',
  surface: '#ffffff',
  raised: '#f5f2ee',
  ink: '#29211d',
  inkSoft: '#6b625d',
  line: '#e0dcd7',
  accent: '#9a4d21',
  onAccent: '#ffffff',
  link: '#1f5c99',
  danger: '#c22b23',
};

function start(more: Partial<BridgeHooks> = {}) {
  const posts: { eventType: string; eventData: Record<string, unknown> }[] = [];
  const heard: unknown[] = [];
  const buttons: MainButton[] = [];
  const hooks: BridgeHooks = {
    onReady: () => heard.push('ready'),
    onClose: () => heard.push('close'),
    onMainButton: (state) => buttons.push(state),
    onBackButton: (isVisible) => heard.push({ back: isVisible }),
    onOpenLink: () => Promise.resolve('refused'),
    ...more,
  };
  const host = { hooks, theme: () => colours, viewport: () => ({ width: 400, height: 600 }) };
  const bridge = createTelegramBridge({ host, post: (text) => posts.push(JSON.parse(text)) });
  return { bridge, posts, heard, buttons };
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

test('a call of the main button changes what it names and keeps the rest; colours are left to the shell', () => {
  const { bridge, buttons } = start();
  bridge.receive('web_app_setup_main_button', { is_visible: true, text: 'Далее', color: '#00ff00' });
  bridge.receive('web_app_setup_main_button', { is_active: false, is_visible: 'yes' });
  expect(buttons).toEqual([
    { isVisible: true, text: 'Далее', isEnabled: true, isBusy: false },
    { isVisible: true, text: 'Далее', isEnabled: false, isBusy: false },
  ]);
});

test('a link is passed on only when it leads to the web', () => {
  const links: string[] = [];
  const { bridge } = start({ onOpenLink: async (url) => (links.push(url), 'accepted') });
  for (const url of [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'x',
    7,
    'https://example.org/a',
  ]) {
    bridge.receive('web_app_open_link', { url });
  }
  expect(links).toEqual(['https://example.org/a']);
});

test('unknown calls and names of built-in properties are ignored', () => {
  const { bridge, posts, heard } = start();
  for (const name of ['web_app_open_invoice', 'constructor', '__proto__', 'toString']) bridge.receive(name, {});
  bridge.receive('web_app_setup_back_button', null);
  expect([...posts, ...heard]).toEqual([]);
});

test('an app that never spoke this dialect hears none of it', () => {
  const { bridge, posts } = start();
  bridge.pressMainButton();
  bridge.themeChanged();
  expect(posts).toEqual([]);
  bridge.receive('iframe_ready', {});
  bridge.pressMainButton();
  expect(posts).toEqual([{ eventType: 'main_button_pressed', eventData: {} }]);
});

test('an app hears when it is set aside and when it is back', () => {
  const { bridge, posts } = start();
  bridge.receive('iframe_ready', {});
  bridge.visibilityChanged(false);
  bridge.visibilityChanged(true);
  expect(posts.map(({ eventType, eventData }) => [eventType, eventData['is_visible']])).toEqual([
    ['visibility_changed', false],
    ['visibility_changed', true],
  ]);
});
