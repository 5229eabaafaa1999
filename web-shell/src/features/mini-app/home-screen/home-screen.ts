import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Language } from '@veche/contract';
import type { Place } from '../../../state/router.ts';
import type { HomeScreenStatus } from '../bridge/host.ts';
import { type Way, wayOf } from './ways.ts';

/** What a browser hands to a page that it can install. Source: W3C, Manifest Incubations. */
interface InstallEvent extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

/** Shortcuts to apps on the home screen: a browser makes them of the web app manifest that the page names. */
export interface HomeScreen {
  /** The page has the address of this app, or, with null, of none. */
  atAddressOf(app: string | null): void;
  /** A shortcut to this app is being offered; null: no more. */
  offer(app: string | null): void;
  /** Whether the browser asks the person by itself as soon as it is let. */
  readonly canAsk: ReadonlySignal<boolean>;
  /** Lets it ask, by a press. Answers whether the person agreed. */
  ask(): Promise<boolean>;
  /** How a shortcut is made by hand here; null: not at all. */
  readonly way: Way | null;
  /** Whether the app can be opened by a shortcut: those that open within chats only cannot. */
  fits(app: string): Promise<boolean>;
  statusOf(app: string): Promise<HomeScreenStatus>;
  stop(): void;
}

export function createHomeScreen(language: ReadonlySignal<Language>): HomeScreen {
  const manifest = document.querySelector<HTMLLinkElement>('link[rel="manifest"]')!;
  const picture = document.querySelector<HTMLLinkElement>('link[rel="apple-touch-icon"]')!;
  const ownManifest = manifest.href;
  const isStandalone = matchMedia('(display-mode: standalone)').matches;
  const { userAgent, maxTouchPoints } = navigator;
  const way = wayOf({ userAgent, maxTouchPoints, canInstall: 'onbeforeinstallprompt' in window, isStandalone });
  const openedBy = isStandalone ? shortcutOf(performance.getEntriesByType('navigation')[0]?.name) : null;
  /** Apps of which the browser told that they were added. */
  const added = new Set(openedBy === null ? [] : [openedBy]);
  const waiting = signal<InstallEvent | null>(null);
  let addressed: string | null = null;
  let offered: string | null = null;
  let named: string | null = null;

  const name = (): void => {
    const app = offered ?? addressed;
    if (app === named) return;
    named = app;
    // What the browser would ask was about another page.
    waiting.value = null;
    manifest.href = app === null ? ownManifest : addressOf(app, language.peek());
    // It would go before the pictures of the manifest.
    if (app === null) document.head.append(picture);
    else picture.remove();
  };
  const canInstall = (event: Event): void => {
    if (named === null) return;
    event.preventDefault();
    waiting.value = event as InstallEvent;
  };
  const installed = (): void => {
    if (named !== null) added.add(named);
    waiting.value = null;
  };
  /** Asked once of each app: an app may ask again and again. */
  const fitting = new Map<string, Promise<boolean>>();
  const askWhetherFits = async (app: string): Promise<boolean> => {
    const answer = await fetch(addressOf(app, language.peek()), { method: 'HEAD' }).catch(() => null);
    if (answer === null) fitting.delete(app);
    return answer?.status !== 404;
  };
  const fits = (app: string): Promise<boolean> => {
    const known = fitting.get(app) ?? askWhetherFits(app);
    fitting.set(app, known);
    return known;
  };
  addEventListener('beforeinstallprompt', canInstall);
  addEventListener('appinstalled', installed);

  return {
    atAddressOf(app) {
      addressed = app;
      name();
    },
    offer(app) {
      offered = app;
      name();
    },
    canAsk: computed(() => waiting.value !== null),
    async ask() {
      const event = waiting.peek();
      const app = named;
      const answer = await event?.prompt().catch(() => undefined);
      // A browser asks once for each time that it offers to.
      if (waiting.peek() === event) waiting.value = null;
      const isAgreed = answer?.outcome === 'accepted';
      if (isAgreed && app !== null) added.add(app);
      return isAgreed;
    },
    way,
    fits,
    async statusOf(app) {
      if (added.has(app)) return 'added';
      if (way === null || !(await fits(app))) return 'unsupported';
      // It offers what is not there yet, and nothing else.
      return named === app && waiting.peek() !== null ? 'missed' : 'unknown';
    },
    stop() {
      removeEventListener('beforeinstallprompt', canInstall);
      removeEventListener('appinstalled', installed);
      addressed = offered = null;
      name();
    },
  };
}

/** The app that an address of the shell is of and nothing else; null: none. What is under test is opened by its link alone. */
export function ownAddressOf({ section, run }: Pick<Place, 'section' | 'run'>): string | null {
  if (section !== 'apps' || run === null || run.chatId !== null || run.testKey !== null) return null;
  return run.app.split('@')[0]!;
}

function addressOf(app: string, language: Language): string {
  return `/api/app-shortcuts/${encodeURIComponent(app)}?language=${language}`;
}

/** The app whose shortcut opened the page. */
function shortcutOf(address: string | undefined): string | null {
  const params = URL.parse(address ?? '')?.searchParams;
  return params?.has('home') === true ? params.get('run') : null;
}
