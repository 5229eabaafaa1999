/**
 * Style of a part in a colour of the app's choice; none for the shell's own. The shell's colours in it are those of the
 * scheme that is easier to read on it.
 */
export function tinted(colour: string | null): string {
  if (colour === null) return '';
  return `background: ${colour}; color: var(--ink); color-scheme: ${isDark(colour) ? 'dark' : 'light'}`;
}

/** Whether white stands out more than black. Source: WCAG 2.2, relative luminance. */
function isDark(colour: string): boolean {
  const channels = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179;
}
