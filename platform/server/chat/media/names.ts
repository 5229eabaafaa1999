/** Longest name in bytes of UTF-8: what file systems take. */
const MAX_NAME_BYTES = 255;

/** Words that are devices and no files on Windows, with any ending. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/**
 * Invisible characters that turn text around or hide it, so that `gpj.exe` could look like `exe.jpg`. Joiners stay:
 * Persian words and emoji are made with them.
 */
const UNSEEN = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * A name that is safe to show and to save anywhere: the last part of a path, without control and bidirectional
 * characters, without what systems reserve, at most 255 bytes with its ending kept. Names are cleaned and not
 * refused, because people seldom choose the names of their files. Never empty.
 */
export function cleanFileName(name: string): string {
  const last = name.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const visible = withoutEdges(
    last
      .replace(UNSEEN, '')
      .replace(/\p{Zs}+/gu, ' ')
      .replace(/[<>:"|?*]/g, '_'),
  );
  if (visible === '') return 'file';
  return shorten(RESERVED.test(visible) ? `_${visible}` : visible);
}

/**
 * A leading dot hides a file; trailing dots and spaces are dropped by Windows, which then reads another ending. Counted
 * and not matched: a pattern would try each dot of a long run anew.
 */
function withoutEdges(name: string): string {
  const isEdge = (index: number) => name[index] === '.' || name[index] === ' ';
  let start = 0;
  let end = name.length;
  while (start < end && isEdge(start)) start += 1;
  while (end > start && isEdge(end - 1)) end -= 1;
  return name.slice(start, end);
}

/** The ending of a name with its dot, or nothing. */
function endingOf(name: string): string {
  return /\.[^. ]{1,16}$/.exec(name)?.[0] ?? '';
}

/** Another ending in place of the one a name has. */
export function withEnding(name: string, ending: string): string {
  const stem = name.slice(0, name.length - endingOf(name).length);
  return shorten(`${stem === '' ? 'file' : stem}${ending}`);
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name;
  const ending = endingOf(name);
  const room = MAX_NAME_BYTES - Buffer.byteLength(ending);
  let stem = '';
  let bytes = 0;
  for (const character of name.slice(0, name.length - ending.length)) {
    bytes += Buffer.byteLength(character);
    if (bytes > room) break;
    stem += character;
  }
  return stem.replace(/[. ]+$/, '') + ending;
}
