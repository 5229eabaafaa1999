import type { ThemeColours } from '@veche/contract';
import { readOklch, toHex } from '../../app/oklch.ts';

const tokens = {
  paper: '--paper',
  surface: '--surface',
  raised: '--raised',
  ink: '--ink',
  inkSoft: '--ink-soft',
  line: '--line',
  accent: '--accent',
  onAccent: '--on-accent',
  link: '--link',
  danger: '--danger',
} as const;

/** The shell's present colours as hex, read by painting a probe: tokens are pairs that only the browser resolves. */
export function readThemeColours(place: Element): ThemeColours {
  const probe = document.createElement('span');
  place.append(probe);
  const read = (token: string): string => {
    probe.style.color = `var(${token})`;
    const rgb = readOklch(getComputedStyle(probe).color);
    return rgb === null ? '#000000' : toHex(rgb);
  };
  const colours = Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, read(token)]));
  probe.remove();
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  const isDark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  return { ...(colours as Omit<ThemeColours, 'scheme'>), scheme: isDark ? 'dark' : 'light' };
}
