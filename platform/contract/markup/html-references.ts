const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** Reads a character reference that begins at `at`; null for what is none, which then stands for itself. */
export function decodeReference(source: string, at: number): { text: string; end: number } | null {
  const form = /&(?:#x([0-9a-f]{1,6})(?![0-9a-f])|#(\d{1,7})(?!\d)|([a-z]{2,4})(?![a-z]));?/iy;
  form.lastIndex = at;
  const match = form.exec(source);
  if (match === null) return null;
  const [whole, hexadecimal, decimal, name] = match;
  const code = hexadecimal === undefined ? Number(decimal) : parseInt(hexadecimal, 16);
  const text = name === undefined ? characterOf(code) : NAMED[name];
  return text === undefined ? null : { text, end: at + whole.length };
}

function characterOf(code: number): string | undefined {
  return code === 0 || code > 0x10ffff ? undefined : String.fromCodePoint(code);
}

/** Decodes every reference of an attribute's value. */
export function decodeReferences(value: string): string {
  return value.replace(/&#?\w{1,8};?/g, (reference) => {
    const decoded = decodeReference(reference, 0);
    return decoded === null ? reference : decoded.text + reference.slice(decoded.end);
  });
}
