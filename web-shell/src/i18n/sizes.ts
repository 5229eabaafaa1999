import type { Words } from './words.ts';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A number of bytes as people read it, counted by 1024. */
export function sizeWords({ language }: Pick<Words, 'language'>, bytes: number): string {
  const step = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  // Only whole words say bytes as people do in both languages.
  const unitDisplay = step === 0 ? 'long' : 'short';
  const format = { style: 'unit', unit: units[step]!, unitDisplay, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language.value, format).format(bytes / 1024 ** step);
}
