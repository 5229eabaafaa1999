/** A field as far as marks are concerned. */
export interface Marked {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** What takes the place of a part of the field, and what is selected afterwards. */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Puts a mark around what is selected, or takes it off; spaces at the ends stay outside, where marks are read. */
export function withMark({ value, start: first, end: last }: Marked, mark: string): Change {
  const selected = value.slice(first, last);
  const start = selected.trim() === '' ? first : first + selected.length - selected.trimStart().length;
  const end = selected.trim() === '' ? last : last - selected.length + selected.trimEnd().length;
  const chosen = value.slice(start, end);
  const { length } = mark;
  if (start >= length && value.slice(start - length, start) === mark && value.startsWith(mark, end)) {
    const from = start - length;
    return { from, to: end + length, text: chosen, start: from, end: from + chosen.length };
  }
  const text = `${mark}${chosen}${mark}`;
  return { from: start, to: end, text, start: start + length, end: start + length + chosen.length };
}

/** Code: within a line by single marks, over several lines as a block. */
export function withCode(marked: Marked): Change {
  const { value, start, end } = marked;
  const chosen = value.slice(start, end);
  if (!chosen.includes('\n')) return withMark(marked, '`');
  const before = start === 0 || value.charAt(start - 1) === '\n' ? '```\n' : '\n```\n';
  const after = end === value.length || value.charAt(end) === '\n' ? '\n```' : '\n```\n';
  const from = start + before.length;
  return { from: start, to: end, text: `${before}${chosen}${after}`, start: from, end: from + chosen.length };
}

/** Makes the lines that are selected a quote, or takes the quote off when all of them are one. */
export function withQuote({ value, start, end }: Marked): Change {
  const from = start === 0 ? 0 : value.lastIndexOf('\n', start - 1) + 1;
  const next = value.indexOf('\n', Math.max(start, end - 1));
  const to = next === -1 ? value.length : next;
  const lines = value.slice(from, to).split('\n');
  const isQuote = lines.every((line) => /^>(?: |$)/.test(line));
  const text = lines.map((line) => (isQuote ? line.replace(/^> ?/, '') : `> ${line}`)).join('\n');
  return { from, to, text, start: from, end: from + text.length };
}

/** Makes what is selected lead to an address. */
export function withLink({ value, start, end }: Marked, url: string): Change {
  const text = `[${value.slice(start, end)}](${url})`;
  const caret = start + text.length;
  return { from: start, to: end, text, start: caret, end: caret };
}

/** An address as a person types it, whole; null where it is none. */
export function addressOf(typed: string): string | null {
  const text = typed.trim();
  if (text === '' || /\s/.test(text)) return null;
  const whole = /^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(whole)) return null;
  const { protocol, hostname, href } = new URL(whole);
  const isAddress = /^https?:$/.test(protocol) && hostname.includes('.');
  // Brackets end a link where marks are read.
  return isAddress || protocol === 'mailto:' ? href.replaceAll('(', '%28').replaceAll(')', '%29') : null;
}
