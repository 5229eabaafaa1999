import { Script } from 'node:vm';
import { heartbeat, MAX_BRIDGE_MESSAGE_LENGTH, PAGE_LEFT } from '@veche/contract';
import { expect, test } from 'vitest';
import { createSiteScript } from './site-page.ts';

const SHELL = 'https://veche.example';
const OWN = 'https://hello.apps.veche.example';
const SITE = 'https://app.example.org';

interface Post {
  readonly text: string;
  readonly origin: string;
  readonly ports?: readonly unknown[];
}

/** Runs the script in a page that has a frame and a parent and no more; answers what both were sent. */
function openPage() {
  const [toShell, toSite]: [Post[], Post[]] = [[], []];
  const shell = { postMessage: (text: string, origin: string) => toShell.push({ text, origin }) };
  const page = {
    postMessage: (text: string, origin: string, ports: readonly unknown[]) => toSite.push({ text, origin, ports }),
  };
  const frame = { dataset: { page: `${SITE}/start?a=1` }, contentWindow: page, src: '', focus: () => undefined };
  const listeners: Record<string, (event: object) => void> = {};
  const addEventListener = (type: string, listener: (event: object) => void) => (listeners[type] = listener);
  const surroundings = {
    window: { parent: shell, addEventListener },
    document: { querySelector: () => frame, addEventListener },
    location: { origin: OWN, hash: `#tgWebAppData=x&vecheNonce=n&vecheHost=${encodeURIComponent(SHELL)}` },
    ...{ URL, URLSearchParams },
  };
  new Script(createSiteScript(SHELL).script).runInNewContext(surroundings);
  const say = (source: unknown, origin: string, data: unknown, ports: readonly unknown[] = []) =>
    listeners['message']?.({ source, origin, data, ports });
  return {
    ...{ frame, toShell, toSite },
    shellSays: (data: unknown, ports?: readonly unknown[], origin = SHELL) => say(shell, origin, data, ports),
    siteSays: (data: unknown, origin = SITE) => say(page, origin, data),
    say,
    breach: (effectiveDirective: string) => listeners['securitypolicyviolation']?.({ effectiveDirective }),
  };
}

test('the site is given the fragment, with this page in the place of the shell', () => {
  const { frame } = openPage();
  const { href, hash } = new URL(frame.src);
  expect(href.startsWith(`${SITE}/start?a=1#`)).toBe(true);
  expect(Object.fromEntries(new URLSearchParams(hash.slice(1)))).toEqual({
    tgWebAppData: 'x',
    vecheNonce: 'n',
    vecheHost: OWN,
  });
});

test('texts go both ways, each to the exact origin, and the port with them', () => {
  const { toShell, toSite, shellSays, siteSays } = openPage();
  siteSays('hello');
  expect(toShell).toEqual([{ text: 'hello', origin: SHELL }]);
  const port = {};
  shellSays('welcome', [port]);
  expect(toSite).toEqual([{ text: 'welcome', origin: SITE, ports: [port] }]);
});

test('nobody else is heard, and nothing but texts of the bridge size', () => {
  const { toShell, toSite, shellSays, siteSays, say } = openPage();
  siteSays('hello', 'https://evil.example');
  siteSays('hello', 'null');
  shellSays('welcome', [], OWN);
  say({}, SITE, 'hello');
  say({}, SHELL, 'welcome');
  say(null, SITE, 'hello');
  siteSays({ veche: 'hello' });
  siteSays('x'.repeat(MAX_BRIDGE_MESSAGE_LENGTH + 1));
  expect([...toShell, ...toSite]).toEqual([]);
});

test('a page that never answered is taken to be alive; one that did has to answer by itself', () => {
  const { toShell, shellSays, siteSays } = openPage();
  shellSays(heartbeat.ping);
  expect(toShell).toEqual([{ text: heartbeat.pong, origin: SHELL }]);
  siteSays(heartbeat.pong);
  expect(toShell).toHaveLength(2);
  shellSays(heartbeat.ping);
  expect(toShell).toHaveLength(2);
});

test('the shell is told when the frame was not let go elsewhere, and of nothing else', () => {
  const { toShell, breach } = openPage();
  breach('img-src');
  expect(toShell).toEqual([]);
  breach('frame-src');
  expect(toShell).toEqual([{ text: PAGE_LEFT, origin: SHELL }]);
});
