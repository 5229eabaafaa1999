import { VecheError } from '@veche/contract';
import type { DrawnIcon } from './draw.ts';
import { isLookAlike } from './look-alike.ts';

/** Looks of the icon of Veche's own client: with round corners, and full. */
const ownIcons = ['0b7171694de0350b', '0cb271694de03648'];

/** Refuses an icon that could be taken for the platform's own, or for one of `verified`, which are looks as well. */
export function refuseLookAlike({ index, looks }: DrawnIcon, verified: readonly string[]): void {
  if (![...ownIcons, ...verified].some((official) => isLookAlike(official, looks))) return;
  throw new VecheError('conflict', 'This icon could be taken for an official one: draw another.', {
    field: `manifest.icons.${index}`,
  });
}
