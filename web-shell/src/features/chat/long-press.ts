import { PRESS_MS } from '../../parts/press.ts';

const slack = 10;

/** Tells of a long press on a message; iOS has no contextmenu event. Returns the way to stop. */
export function watchLongPress(scroller: HTMLElement, pressed: (message: HTMLElement) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start = { x: 0, y: 0 };
  const cancel = () => clearTimeout(timer);
  const down = (event: PointerEvent) => {
    const target = event.target as HTMLElement;
    const message = target.closest<HTMLElement>('.message');
    if (event.pointerType !== 'touch' || message === null || target.closest('button, a') !== null) return;
    start = { x: event.clientX, y: event.clientY };
    cancel();
    timer = setTimeout(() => pressed(message), PRESS_MS);
  };
  const move = (event: PointerEvent) => {
    if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > slack) cancel();
  };
  const ends = ['pointerup', 'pointercancel', 'scroll'] as const;
  scroller.addEventListener('pointerdown', down);
  scroller.addEventListener('pointermove', move);
  for (const end of ends) scroller.addEventListener(end, cancel);
  return () => {
    cancel();
    scroller.removeEventListener('pointerdown', down);
    scroller.removeEventListener('pointermove', move);
    for (const end of ends) scroller.removeEventListener(end, cancel);
  };
}
