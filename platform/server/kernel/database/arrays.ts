/**
 * An array parameter whose items need no quoting: numbers, UUIDs, null. The driver passes text through, while it
 * escapes the items of a JavaScript array one by one, which costs more than the rest of a large insert.
 */
export function plainArray(items: readonly (number | string | null)[]): string {
  return `{${items.map((item) => item ?? 'null').join(',')}}`;
}

/** The same of any texts without NUL. Most hold nothing that needs escaping: to look for it costs less than to replace. */
export function textArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${NEEDS_ESCAPE.test(text) ? text.replace(ESCAPED, '\\$&') : text}"`).join(',')}}`;
}

const NEEDS_ESCAPE = /["\\]/;
const ESCAPED = /["\\]/g;
