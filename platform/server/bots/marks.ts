/** A stretch of a text that means something by its form. Offsets count UTF-16 units. */
export interface Mark {
  readonly kind: 'command' | 'mention' | 'hashtag' | 'url' | 'email';
  readonly offset: number;
  readonly length: number;
}

/** In order of precedence: what stands inside an earlier kind is no mark of a later one. */
const forms: readonly { kind: Mark['kind']; form: RegExp }[] = [
  { kind: 'url', form: /(?<![\p{L}\p{N}_])https?:\/\/[^\s<>"'`]{1,2000}(?<![.,;:!?)\]}»…])/giu },
  { kind: 'email', form: /(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}(?![\w-])/gi },
  { kind: 'command', form: /(?<![\p{L}\p{N}_/<>])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\p{L}\p{N}_/<>@])/gu },
  { kind: 'mention', form: /(?<![\p{L}\p{N}_])@[A-Za-z][A-Za-z0-9_]{2,31}(?![\p{L}\p{N}_])/gu },
  { kind: 'hashtag', form: /(?<![\p{L}\p{N}_])#(?=[\p{N}_]*\p{L})[\p{L}\p{N}_]{1,256}(?![\p{L}\p{N}_])/gu },
];

/** Most marks of one text; the rest is plain. */
const MAX_MARKS = 100;

/** Finds commands, mentions, hashtags and addresses in a plain text, in order. */
export function findMarks(text: string): Mark[] {
  const marks: Mark[] = [];
  for (const { kind, form } of forms) {
    for (const match of text.matchAll(form)) {
      if (marks.length >= MAX_MARKS) break;
      const mark = { kind, offset: match.index, length: match[0].length };
      if (!marks.some((other) => overlap(other, mark))) marks.push(mark);
    }
  }
  return marks.sort((a, b) => a.offset - b.offset);
}

function overlap(a: Mark, b: Mark): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
