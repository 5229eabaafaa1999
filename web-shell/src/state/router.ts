import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { AccountId, ChatId, MessageId } from '@veche/contract';

export type Section = 'home' | 'signIn' | 'chats' | 'apps' | 'settings' | 'moderation' | 'parts' | 'unknown';

/** Pages of the settings that have an address of their own. */
const settingsPages = [
  'appearance',
  'accessibility',
  'storage',
  'privacy',
  'consents',
  'apps',
  'security',
  'blocked',
  'contacts',
  'limits',
  'bots',
  'releases',
  'organisations',
  'data',
  'import',
  'delete',
  'notifications',
] as const;
export type SettingsPage = (typeof settingsPages)[number];

/** What the panel about a chat shows: `?p=`. */
const panelViews = ['info', 'media', 'permissions', 'reports', 'acts'] as const;
export type PanelView = (typeof panelViews)[number];

/** What is being reported: `?report=<message>`, or `?report=a<account>`. */
export type Reported = { readonly messageId: MessageId } | { readonly accountId: AccountId };

/**
 * A mini-app asked for by the address: `?run=<slug>&start=<param>&from=<message>`; `&in=<chat>` (0: none) when it runs
 * beside another chat than it was opened in, `&test=<key>` for a release under test.
 */
export interface RunRequest {
  readonly app: string;
  readonly chatId: ChatId | null;
  readonly startParam: string | null;
  readonly messageId: number | null;
  readonly testKey: string | null;
}

/** What the address says to show. Everything a reload must bring back is in it. */
export interface Place {
  readonly section: Section;
  /** A page within the settings: `/settings/<page>`. */
  readonly page: SettingsPage | null;
  /** The group that an import is to go into: `?into=`. */
  readonly into: ChatId | null;
  readonly chatId: ChatId | null;
  /** The message of the chat to go to: `?m=`. */
  readonly messageId: number | null;
  readonly info: boolean;
  readonly panel: PanelView | null;
  readonly report: Reported | null;
  /** The topic of the chat that is open, 0 being the general one: `?t=`. */
  readonly topicId: number | null;
  /** The token of an invitation: `#/join/<token>`. */
  readonly join: string | null;
  readonly run: RunRequest | null;
  /** Something was shared with the shell and waits for a chat: `?share=1`. */
  readonly isSharing: boolean;
}

export interface Router {
  readonly place: ReadonlySignal<Place>;
  /** Goes to a path of the shell; `replace` leaves no step to come back to. */
  go(path: string, options?: { replace?: boolean }): void;
  /** Opens or closes layers of the present page by setting (or, with null, removing) query parameters. */
  openLayer(params: Readonly<Record<string, string>>): void;
  /** Closes the layers; goes back in history when it was a step of its own. */
  closeLayer(): void;
}

const sections: Readonly<Record<string, Section>> = {
  '': 'home',
  'sign-in': 'signIn',
  c: 'chats',
  apps: 'apps',
  settings: 'settings',
  moderation: 'moderation',
};

/** Reads an address. Unknown paths give `unknown`, wrong ids are left out. */
export function readPlace(url: URL): Place {
  const [first = '', second, ...rest] = url.pathname.split('/').filter((part, index) => index > 0 || part !== '');
  const page = first === 'settings' ? (settingsPages.find((name) => name === second) ?? null) : null;
  const isTooLong = rest.length > 0 || (second !== undefined && first !== 'c' && page === null);
  const isParts = url.pathname === '/dev/parts';
  const section = isParts ? 'parts' : isTooLong ? 'unknown' : (sections[first] ?? 'unknown');
  const panel = panelViews.find((name) => name === url.searchParams.get('p')) ?? null;
  const app = url.searchParams.get('run');
  const chatId = first === 'c' ? (readId(second) as ChatId | null) : null;
  const openedIn = url.searchParams.get('in');
  const join = /^#\/join\/([\w-]{22})$/.exec(url.hash)?.[1] ?? null;
  return {
    section: join !== null && section === 'home' ? 'chats' : section,
    page,
    into: readId(url.searchParams.get('into')) as ChatId | null,
    chatId,
    messageId: readId(url.searchParams.get('m')),
    info: panel !== null,
    panel,
    report: readReported(url.searchParams.get('report')),
    topicId: url.searchParams.get('t') === '0' ? 0 : readId(url.searchParams.get('t')),
    join,
    isSharing: url.searchParams.has('share'),
    run:
      app === null || app === ''
        ? null
        : {
            app,
            chatId: openedIn === null ? chatId : (readId(openedIn) as ChatId | null),
            startParam: url.searchParams.get('start'),
            messageId: readId(url.searchParams.get('from')),
            testKey: url.searchParams.get('test'),
          },
  };
}

/** Path of a chat. */
export function chatPath(chatId: number): string {
  return `/c/${chatId}`;
}

/** Path of a topic of a chat; 0: the general one. */
export function topicPath(chatId: number, topicId: number): string {
  return `/c/${chatId}?t=${topicId}`;
}

/** Path of a message in its chat. */
export function messagePath(chatId: number, messageId: number): string {
  return `/c/${chatId}?m=${messageId}`;
}

export function createRouter(view: Window): Router {
  const here = () => new URL(view.location.href);
  const place = signal(readPlace(here()));
  const follow = () => (place.value = readPlace(here()));
  view.addEventListener('popstate', follow);
  view.addEventListener('hashchange', follow);
  view.document.addEventListener('click', (event) => {
    const path = innerLink(event);
    if (path === null) return;
    event.preventDefault();
    router.go(path);
  });
  const router: Router = {
    place,
    go(path, { replace = false } = {}) {
      if (replace) view.history.replaceState(null, '', path);
      else if (path !== view.location.pathname + view.location.search) view.history.pushState(null, '', path);
      follow();
    },
    openLayer(params) {
      const url = withoutLayers(here());
      for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
      const layered: unknown = view.history.state;
      // A layer that replaces another takes its step, so that Back leaves both.
      if (layered === 'layer') view.history.replaceState('layer', '', url);
      else view.history.pushState('layer', '', url);
      follow();
    },
    closeLayer() {
      if (view.history.state === 'layer') return view.history.back();
      view.history.replaceState(null, '', withoutLayers(here()));
      follow();
    },
  };
  return router;
}

function withoutLayers(url: URL): URL {
  for (const name of ['p', 'run', 'start', 'from', 'in', 'test', 'report', 'share']) url.searchParams.delete(name);
  return url;
}

function readReported(text: string | null): Reported | null {
  const id = readId(text?.replace(/^a/, ''));
  if (id === null) return null;
  return text?.startsWith('a') === true ? { accountId: id as AccountId } : { messageId: id as MessageId };
}

function readId(text: string | null | undefined): number | null {
  return text != null && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : null;
}

/** Path of a plain click on a link within the shell, else null. */
function innerLink(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return null;
  const link = event.composedPath().find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement);
  if (link === undefined || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin)
    return null;
  return link.pathname + link.search + (link.hash.startsWith('#/') ? link.hash : '');
}
