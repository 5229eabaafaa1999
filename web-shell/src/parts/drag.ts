/**
 * Follows a pointer that went down on a handle until it goes up. Captured, it stays ours over frames too. What the
 * browser takes over ends where it was last: a cancelled pointer is nowhere.
 */
export function followDrag(down: PointerEvent, moved: (now: PointerEvent, isDone: boolean) => void): void {
  const handle = down.currentTarget as HTMLElement;
  let last = down;
  handle.setPointerCapture(down.pointerId);
  const follow = (now: PointerEvent): void => moved((last = now), false);
  const end = (now: PointerEvent): void => {
    handle.removeEventListener('pointermove', follow);
    handle.removeEventListener('pointerup', end);
    handle.removeEventListener('pointercancel', end);
    moved(now.type === 'pointerup' ? now : last, true);
  };
  handle.addEventListener('pointermove', follow);
  handle.addEventListener('pointerup', end);
  handle.addEventListener('pointercancel', end);
}
