import type { Quote } from '@veche/contract';

/** Where a quote stands in a text: at its offset, or, when the text was edited since, wherever it is first. */
export function placeOf({ text, offset }: Quote, original: string): number | null {
  if (offset !== undefined && original.startsWith(text, offset)) return offset;
  const found = original.indexOf(text);
  return found < 0 ? null : found;
}
