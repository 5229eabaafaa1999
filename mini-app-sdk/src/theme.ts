import type { ThemeColours } from '@veche/contract';
import type { Veche } from './connect.ts';

/**
 * The shell's colours right now.
 *
 * @example
 * const { scheme, paper } = await getTheme(veche);
 */
export function getTheme(veche: Veche): Promise<ThemeColours> {
  return veche.request('ui.getTheme', {});
}

/**
 * Writes the shell's colours to the page now and at every change: `--veche-paper`, `--veche-ink-soft` and so on, and
 * `color-scheme`, so that native controls follow too. Answers a function that ends it.
 *
 * @example
 * followTheme(veche);
 * // In the style sheet: body { background: var(--veche-paper); color: var(--veche-ink); }
 */
export function followTheme(veche: Veche, root: HTMLElement = document.documentElement): () => void {
  const apply = ({ scheme, ...colours }: ThemeColours): void => {
    root.style.colorScheme = scheme;
    for (const [name, colour] of Object.entries(colours)) root.style.setProperty(customProperty(name), colour);
  };
  apply(veche.theme);
  return veche.on('ui.themeChanged', apply);
}

/** `inkSoft` is `--veche-ink-soft`. */
function customProperty(name: string): string {
  return `--veche-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
