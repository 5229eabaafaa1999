/** A text whose marks do not fit together. The wording is the one that bot libraries look for. */
export class MarkupError extends Error {
  /** Place in the source in bytes of UTF-8. */
  readonly byteOffset: number;

  constructor(reason: string, byteOffset: number) {
    super(`can't parse entities: ${reason}`);
    this.name = 'MarkupError';
    this.byteOffset = byteOffset;
  }
}

/** Bytes of UTF-8 before a place of the text. */
export function byteOffsetAt(text: string, index: number): number {
  return new TextEncoder().encode(text.slice(0, index)).length;
}
