import type { Place, RunRequest } from '../../state/router.ts';
import type { Box, Mode } from './window-place.ts';

/** Apps that may be open at once: each is a page with its own memory. */
export const MAX_OPEN_APPS = 5;

/** One open app. Its frame lives until the window is closed, in view or not. */
export interface AppWindow {
  readonly key: string;
  readonly run: RunRequest;
  readonly mode: Mode;
  readonly box: Box;
  /** Set aside by the person or by where they went: a chip stands for it. */
  readonly isAside: boolean;
  /** Grows each time the window comes to the front. */
  readonly turn: number;
}

/** The open apps, in the order of opening: their frames must not change places in the page. */
export interface Windows {
  readonly list: readonly AppWindow[];
  /** Key of the window that the address names. */
  readonly front: string | null;
}

/** How a window is shown: `sheet` fills a phone, `aside` is out of sight and goes on. */
export type View = 'sheet' | 'docked' | 'floating' | 'aside';

export const noWindows: Windows = { list: [], front: null };

/** The same app asked for in the same way from the same place is one window. */
export function keyOf({ app, chatId, startParam, messageId, testKey }: RunRequest): string {
  return [app, chatId, messageId, startParam, testKey].map((part) => part ?? '').join(' ');
}

export function isFull({ list }: Windows, run: RunRequest): boolean {
  const key = keyOf(run);
  return list.length >= MAX_OPEN_APPS && !list.some((window) => window.key === key);
}

/** Brings what the address names to the front; opens it when it is not there. There is one dock. */
export function show(windows: Windows, run: RunRequest, start: { readonly mode: Mode; readonly box: Box }): Windows {
  const key = keyOf(run);
  const turn = 1 + Math.max(0, ...windows.list.map((window) => window.turn));
  const known = windows.list.find((window) => window.key === key);
  const shown: AppWindow = { ...(known ?? { key, run, ...start }), isAside: false, turn };
  const rest = windows.list.map((window) =>
    window.key === key ? shown : shown.mode === 'docked' && window.mode === 'docked' ? aside(window) : window,
  );
  return { list: known === undefined ? [...rest, shown] : rest, front: key };
}

/** Why the address names an app no more. */
export type Leaving = 'closed' | 'covered' | 'within' | 'elsewhere';

/** The layer was closed, another panel took its room, or the person went on: within the place or to another one. */
export function leavingOf(before: Place, now: Place): Leaving {
  const isSamePlace = before.section === now.section && before.page === now.page && before.chatId === now.chatId;
  if (!isSamePlace) return 'elsewhere';
  if (now.info) return 'covered';
  const isLayered = now.report !== null || now.isSharing || now.join !== null;
  return isLayered || before.messageId !== now.messageId || before.topicId !== now.topicId ? 'within' : 'closed';
}

/**
 * The address names no app. A closed layer sets the front one aside, so that a slip loses nothing; the dock belongs to
 * the place where it was opened, floating windows come along.
 */
export function leave(windows: Windows, why: Leaving): Windows {
  const list = windows.list.map((window) => {
    const goes = why === 'closed' ? window.key === windows.front : why !== 'within' && window.mode === 'docked';
    return goes ? aside(window) : window;
  });
  return { list, front: null };
}

export function setAside(windows: Windows, key: string): Windows {
  const list = windows.list.map((window) => (window.key === key ? aside(window) : window));
  return { list, front: windows.front === key ? null : windows.front };
}

export function close(windows: Windows, key: string): Windows {
  const list = windows.list.filter((window) => window.key !== key);
  return { list, front: windows.front === key ? null : windows.front };
}

/** Docks a window, makes it float, moves or resizes it. */
export function put(windows: Windows, key: string, change: { readonly mode?: Mode; readonly box?: Box }): Windows {
  const list = windows.list.map((window) => {
    if (window.key === key) return { ...window, ...change };
    return change.mode === 'docked' && window.mode === 'docked' ? aside(window) : window;
  });
  return { ...windows, list };
}

/** The one to close when there are too many: set aside before in view, then the longest not looked at. */
export function leastWanted({ list }: Windows): AppWindow | undefined {
  return [...list].sort((one, other) => Number(other.isAside) - Number(one.isAside) || one.turn - other.turn)[0];
}

/** The one that comes to the front when the front one leaves, of those still in view. */
export function nextInView({ list }: Windows): AppWindow | undefined {
  return list.filter((window) => !window.isAside).sort((one, other) => other.turn - one.turn)[0];
}

/** A phone shows the front one alone. */
export function viewOf(window: AppWindow, { front }: Windows, isPhone: boolean): View {
  if (isPhone) return window.key === front ? 'sheet' : 'aside';
  return window.isAside ? 'aside' : window.mode;
}

function aside(window: AppWindow): AppWindow {
  return window.isAside ? window : { ...window, isAside: true };
}
