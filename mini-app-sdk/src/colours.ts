import type { AppColours } from '@veche/contract';
import type { Veche } from './connect.ts';

/**
 * Colours what is around the app's page, as `#rrggbb`; what is left out is the shell's own. Words in it stay readable.
 *
 * @example
 * await setColours(veche, { header: '#102030' });
 */
export async function setColours(
  veche: Veche,
  { header = null, background = null, foot = null }: Partial<AppColours>,
): Promise<void> {
  await veche.request('ui.setColours', { header, background, foot });
}
