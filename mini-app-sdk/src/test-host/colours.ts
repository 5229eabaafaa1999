import type { ThemeColours } from '@veche/contract';

/** The shell's colours, near enough to look right; a real shell tells its own. */
export const sampleColours: Readonly<Record<ThemeColours['scheme'], ThemeColours>> = {
  light: {
    scheme: 'light',
    paper: '#fcfaf7',
    surface: '#ffffff',
    raised: '#f5f2ee',
    ink: '#29211d',
    inkSoft: '#6b625d',
    line: '#e0dcd7',
    accent: '#9a4d21',
    onAccent: '#ffffff',
    link: '#1f5c99',
    danger: '#c22b23',
  },
  dark: {
    scheme: 'dark',
    paper: '#1a1715',
    surface: '#221e1b',
    raised: '#2a2623',
    ink: '#ece8e2',
    inkSoft: '#b8b0a7',
    line: '#3b3530',
    accent: '#e3a070',
    onAccent: '#241a12',
    link: '#8ab8e6',
    danger: '#f2938c',
  },
};
