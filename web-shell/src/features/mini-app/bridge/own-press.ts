/** For so long browsers take what a page does for an answer to a press. Source: HTML, transient activation. */
const FRESH_MS = 5000;
/** What the frame asks for may come before the browser tells of the press it was asked by. */
const TOLD_MS = 200;
/** Keys that lead into a page as well as out of one. */
const leading: readonly string[] = ['Tab', 'F6', 'Escape'];

export interface OwnPress {
  /** Whether the person pressed something of this app's, in its page or on what the shell draws for it, just now. */
  isFresh(): Promise<boolean>;
  /** The person pressed a button that the app has around its page. */
  pressed(): void;
  stop(): void;
}

/**
 * Follows where the person presses: a browser counts a press anywhere for the whole page, and what is pressed beside an
 * app's window is for no app. What happens within the frame is no event of ours, so that is told by the focus.
 */
export function followOwnPress(iframe: HTMLIFrameElement): OwnPress {
  const root = iframe.getRootNode() as ShadowRoot;
  let [insideAt, besideAt] = [-Infinity, -Infinity];
  /** Whether the frame is under the mouse; a finger is over nothing before it presses. */
  let mayBePressed = false;
  let isStopped = false;
  /** What is drawn over the page by its wish. The header, the menu and the cover are the platform's. */
  const isInside = (event: Event): boolean => {
    const path = event.composedPath();
    const isCover = path.some((node) => node instanceof Element && node.classList.contains('cover'));
    return !isCover && path.includes(iframe.parentElement!);
  };

  const pointed = (event: PointerEvent): void => {
    mayBePressed = event.pointerType === 'touch' || event.composedPath().includes(iframe);
  };
  const pressed = (event: Event): void => {
    if (isInside(event)) insideAt = performance.now();
    else if (!(event instanceof KeyboardEvent && leading.includes(event.key))) besideAt = performance.now();
  };
  const focused = (event: FocusEvent): void => {
    // The shell gave it the focus: the person asked for the app.
    if (event.composedPath()[0] === iframe) besideAt = -Infinity;
  };
  const types = [
    ['pointerover', pointed],
    ['pointerdown', pressed],
    ['keydown', pressed],
    ['focusin', focused],
  ] as const;
  for (const [type, listener] of types) addEventListener(type, listener as EventListener, { capture: true });

  const isFreshNow = (): boolean => {
    if (isStopped || !navigator.userActivation.isActive) return false;
    const now = performance.now();
    if (insideAt > besideAt && now - insideAt < FRESH_MS) return true;
    return root.activeElement === iframe && (mayBePressed || now - besideAt > FRESH_MS);
  };

  return {
    async isFresh() {
      if (isFreshNow()) return true;
      await new Promise((resolve) => setTimeout(resolve, TOLD_MS));
      return isFreshNow();
    },
    pressed: () => void (insideAt = performance.now()),
    stop() {
      isStopped = true;
      for (const [type, listener] of types) removeEventListener(type, listener as EventListener, { capture: true });
    },
  };
}
