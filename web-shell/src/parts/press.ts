/** A finger that rests so long before it goes anywhere opens a menu. */
export const PRESS_MS = 450;
