import { html, nothing, render, unsafeCSS } from 'lit';
import { icon } from './icon.ts';
import { PRESS_MS } from './press.ts';
import styles from './swipe.css?inline';

/** What a swipe does, and how that is shown beside the row. */
export interface SwipeAct {
  readonly label: string;
  readonly icon: string;
  run(): void;
}

interface SwipeSetting {
  /** Selector of what moves. */
  readonly row: string;
  /** Asked when a finger begins to move sideways; a direction without an act does not move. */
  acts(row: HTMLElement, target: Element): { readonly left?: SwipeAct; readonly right?: SwipeAct };
}

/** A finger has gone this far before it is known where it goes. */
const SLACK = 12;
/** It goes sideways when it goes so many times further sideways than up or down. */
const STEEP = 2;
/** From here on letting go does something. */
const ENOUGH = 72;
/** Further than this the row does not go. */
const MOST = 112;
/** At the edges of the screen systems have swipes of their own. */
const EDGE = 20;
/** Who stops a list that still rolls does not mean a row. */
const ROLLING_MS = 150;

interface Finger {
  readonly id: number;
  readonly at: number;
  readonly x: number;
  readonly y: number;
  readonly row: HTMLElement;
  readonly target: Element;
}

/**
 * Lets fingers swipe rows sideways. Up and down stay with the browser, which takes the finger away when it scrolls;
 * whatever is not plainly sideways moves nothing.
 */
export function followSwipes(root: ShadowRoot, setting: SwipeSetting): void {
  const sheet = unsafeCSS(styles).styleSheet;
  if (sheet !== undefined) root.adoptedStyleSheets.push(sheet);
  let finger: Finger | null = null;
  let swipe: Swipe | null = null;
  let scrolledAt = 0;

  const end = (isMeant: boolean) => {
    finger = null;
    swipe?.end(isMeant);
    swipe = null;
  };
  const down = (event: PointerEvent) => {
    const { pointerType, pointerId: id, clientX: x, clientY: y, isPrimary } = event;
    end(false);
    const target = event.target as Element;
    const row = target.closest<HTMLElement>(setting.row);
    const isOnEdge = x < EDGE || x > innerWidth - EDGE;
    if (pointerType !== 'touch' || !isPrimary || row === null || isOnEdge) return;
    if (event.timeStamp - scrolledAt < ROLLING_MS) return;
    finger = { id, at: event.timeStamp, x, y, row, target };
  };
  const move = (event: PointerEvent) => {
    if (finger === null || event.pointerId !== finger.id) return;
    const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y];
    if (swipe === null) {
      if (Math.hypot(dx, dy) < SLACK) return;
      if (event.timeStamp - finger.at >= PRESS_MS) return end(false);
      const isSideways = Math.abs(dx) > Math.abs(dy) * STEEP;
      const acts = isSideways && isWhole() ? setting.acts(finger.row, finger.target) : {};
      if (acts.left === undefined && acts.right === undefined) return end(false);
      swipe = beginSwipe(finger.row, acts);
      finger.row.setPointerCapture(finger.id);
    }
    swipe.move(dx);
  };
  const isOurs = (event: Event) => {
    // The finger has opened a menu: from here on it is not a row that it moves.
    if (swipe === null) return void (finger = null);
    event.preventDefault();
    event.stopPropagation();
  };
  root.addEventListener('pointerdown', (event) => down(event as PointerEvent));
  root.addEventListener('pointermove', (event) => move(event as PointerEvent));
  root.addEventListener('pointerup', () => end(true));
  root.addEventListener('pointercancel', () => end(false));
  root.addEventListener('contextmenu', isOurs, { capture: true });
  root.addEventListener('scroll', ({ timeStamp }) => (scrolledAt = timeStamp), { capture: true, passive: true });
}

/** A page that is made bigger is moved by fingers. */
const isWhole = () => (visualViewport?.scale ?? 1) <= 1.01;

interface Swipe {
  move(dx: number): void;
  /** Puts the row back, and does what was meant. */
  end(isMeant: boolean): void;
}

function beginSwipe(row: HTMLElement, acts: ReturnType<SwipeSetting['acts']>): Swipe {
  const hint = document.createElement('span');
  hint.className = 'swipe-hint';
  hint.ariaHidden = 'true';
  row.append(hint);
  row.dataset['swiping'] = '';
  let side: 'left' | 'right' | null = null;
  let isEnough = false;
  return {
    move(dx) {
      const next = dx < 0 ? 'left' : 'right';
      const act = acts[next];
      const way = act === undefined ? 0 : Math.min(MOST, Math.abs(dx));
      isEnough = act !== undefined && Math.abs(dx) >= ENOUGH;
      row.style.transform = `translateX(${dx < 0 ? -way : way}px)`;
      hint.dataset['side'] = next;
      hint.toggleAttribute('data-enough', isEnough);
      if (side !== next) render(act === undefined ? nothing : html`${icon(act.icon)}<span>${act.label}</span>`, hint);
      side = next;
    },
    end(isMeant) {
      row.style.transition = 'transform var(--fast)';
      row.style.transform = '';
      delete row.dataset['swiping'];
      hint.remove();
      setTimeout(() => (row.style.transition = ''), 200);
      if (isMeant && isEnough && side !== null) acts[side]?.run();
    },
  };
}
