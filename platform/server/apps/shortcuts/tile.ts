import { type AppId, initials } from '@veche/contract';

export const TILE_TYPE = 'image/svg+xml';

/** Ground and ink of the shell's light tints (`tokens.css`). */
const tints = [
  ['oklch(0.89 0.055 20)', 'oklch(0.39 0.1 20)'],
  ['oklch(0.89 0.06 45)', 'oklch(0.39 0.085 45)'],
  ['oklch(0.9 0.065 78)', 'oklch(0.39 0.075 78)'],
  ['oklch(0.91 0.06 112)', 'oklch(0.39 0.07 112)'],
  ['oklch(0.9 0.045 215)', 'oklch(0.39 0.07 215)'],
  ['oklch(0.89 0.05 248)', 'oklch(0.39 0.09 248)'],
  ['oklch(0.89 0.05 288)', 'oklch(0.39 0.11 288)'],
  ['oklch(0.89 0.055 335)', 'oklch(0.39 0.1 335)'],
] as const;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * The initials of an app on its tint, as the shell shows an app without an icon. An SVG: whoever draws it has fonts, which
 * the server may not.
 */
export function drawTile(appId: AppId, name: string): string {
  const [ground, ink] = tints[appId % tints.length]!;
  const letters = initials(name).replace(/[&<>]/g, (character) => entities[character]!);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 192 192"><rect width="192" height="192" fill="${ground}"/><text x="96" y="96" text-anchor="middle" dominant-baseline="central" font-family="system-ui, sans-serif" font-size="69" font-weight="600" fill="${ink}">${letters}</text></svg>`;
}
