import { Parser } from 'htmlparser2';

/** What the head of a page states: the values of `meta` by lower-case name, the first one of each, and the title. */
export interface PageHead {
  readonly meta: ReadonlyMap<string, string>;
  readonly title: string | undefined;
}

const PIECE = 16 * 1024;
/** Longest title that is listened to. */
const MAX_TITLE = 4096;

/** Reads a page up to the end of its head, in pieces, so that a large body is never parsed. */
export function readHead(html: string): PageHead {
  const meta = new Map<string, string>();
  let title: string | undefined;
  let inTitle = false;
  let isOver = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (isOver) return;
      if (name === 'body') isOver = true;
      else if (name === 'title') inTitle = title === undefined;
      else if (name === 'meta') {
        const key = (attributes['property'] ?? attributes['name'] ?? '').toLowerCase().trim();
        const value = attributes['content'];
        if (key !== '' && value !== undefined && value.trim() !== '' && !meta.has(key)) meta.set(key, value);
      }
    },
    ontext(text) {
      if (inTitle && !isOver && (title ?? '').length < MAX_TITLE) title = (title ?? '') + text;
    },
    onclosetag(name) {
      if (name === 'title') inTitle = false;
      if (name === 'head') isOver = true;
    },
  });
  for (let at = 0; at < html.length && !isOver; at += PIECE) parser.write(html.slice(at, at + PIECE));
  if (!isOver) parser.end();
  return { meta, title };
}
