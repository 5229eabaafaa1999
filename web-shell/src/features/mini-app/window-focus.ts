import { focusBack, focusNow } from '../../parts/focus.ts';

/** What somebody just wrote or pressed in the shell is followed by more of it. */
const BUSY_MS = 1000;
/** Keys that lead away from where they are pressed. */
const leading: readonly string[] = ['Tab', 'F6', 'Escape'];

interface FocusParts {
  /** The element the windows are in. */
  readonly layer: HTMLElement;
  /** A frame in view has the focus: somebody turned to it. */
  turnedTo(key: string): void;
  /** A frame took the focus from where the person was. */
  grabbed(key: string): void;
}

/** Where the focus is, was, and goes, as far as windows of apps take it and give it back. */
export interface WindowFocus {
  /** A window is about to show: it takes the focus when it is drawn. */
  willEnter(key: string): void;
  /** Windows that go out of view leave the focus to where it was before them; call before they are drawn. */
  willLeave(inView: ReadonlySet<string>): void;
  /** Call when windows were drawn. `enter` focuses the inside of one. */
  drawn(isOpen: (key: string) => boolean, enter: (section: HTMLElement) => void): void;
  stop(): void;
}

export function followFocus({ layer, turnedTo, grabbed }: FocusParts): WindowFocus {
  const root = layer.shadowRoot!;
  const sections = () => [...root.querySelectorAll<HTMLElement>('.window')];
  /** Where the focus was before a window took it. */
  const openers = new Map<string, Element | null>();
  /** What of the shell's own had the focus last, and when somebody did something there. */
  let own: HTMLElement | null = null;
  let busyAt = -Infinity;
  /** The window under the mouse; a finger is over nothing before it presses. */
  let under: HTMLElement | null = null;
  let isTouch = false;
  /** The shell itself gave the focus to a frame, as a sheet does when it closes: the frame's element is told of that. */
  let isGiven = false;
  let entering: string | null = null;
  let leaving: Element | null | undefined;

  /** What happens within a frame is no event of ours: where the focus is tells of a click into it. */
  const intoFrame = () => {
    const section = root.activeElement?.closest<HTMLElement>('.window');
    const wasGiven = isGiven;
    isGiven = false;
    const key = section?.dataset['key'];
    if (section == null || key === undefined) return;
    // Browsers let a page take the focus, in sight or not; what is being typed elsewhere must not go there.
    const wasBusy = performance.now() - busyAt < BUSY_MS && own !== null && !section.contains(own);
    if (!section.inert && !(wasBusy && !wasGiven && !isTouch && section !== under)) return turnedTo(key);
    focusBack(own, layer);
    grabbed(key);
  };
  // The event comes before the focus has arrived.
  const blurred = () => void setTimeout(intoFrame);
  const focused = (event: FocusEvent) => {
    const [target] = event.composedPath();
    if (target instanceof HTMLIFrameElement) isGiven = event.type === 'focusin';
    else if (target instanceof HTMLElement) own = target;
  };
  const pressed = (event: KeyboardEvent) => (busyAt = leading.includes(event.key) ? -Infinity : performance.now());
  const pointed = (event: PointerEvent) => {
    isTouch = event.pointerType === 'touch';
    if (event.type === 'pointerdown') busyAt = performance.now();
    const path = event.composedPath();
    under = sections().find((section) => path.includes(section)) ?? null;
  };
  addEventListener('blur', blurred);
  addEventListener('focusin', focused);
  // What lost the focus before it was told of having it is told of losing it.
  addEventListener('focusout', focused);
  addEventListener('keydown', pressed, { capture: true });
  addEventListener('pointerover', pointed, { capture: true });
  addEventListener('pointerdown', pointed, { capture: true });

  return {
    willEnter(key) {
      const from = focusNow();
      if (from !== layer && !root.contains(from)) openers.set(key, from);
      entering = key;
    },
    willLeave(inView) {
      for (const section of root.querySelectorAll<HTMLElement>('.window:focus-within')) {
        const key = section.dataset['key']!;
        if (!inView.has(key)) leaving = openers.get(key) ?? null;
      }
    },
    drawn(isOpen, enter) {
      if (entering !== null) {
        const section = sections().find((one) => one.dataset['key'] === entering);
        // The first one is asked for while nothing is drawn yet.
        if (section !== undefined) {
          entering = null;
          section.focus();
          enter(section);
        }
      } else if (leaving !== undefined) focusBack(leaving, layer);
      leaving = undefined;
      for (const key of openers.keys()) if (!isOpen(key)) openers.delete(key);
    },
    stop() {
      removeEventListener('blur', blurred);
      removeEventListener('focusin', focused);
      removeEventListener('focusout', focused);
      removeEventListener('keydown', pressed, { capture: true });
      removeEventListener('pointerover', pointed, { capture: true });
      removeEventListener('pointerdown', pointed, { capture: true });
    },
  };
}
