import type { FileKind } from '@veche/contract';

/** As the contract has them; schemas stay out of the page, and a test compares them. */
export const MAX_FILE_BYTES = 2 * 1024 ** 3;
export const MAX_PHOTO_BYTES = 64 * 1024 ** 2;
export const MAX_ATTACHMENTS = 10;

/** Longest name that is told to the server, in characters. */
const MAX_NAME_LENGTH = 200;

type Chosen = Pick<File, 'type' | 'size'>;

/** What each of several files is sent as: pictures as an album, sounds as sounds, and mixed ones as mere files. */
export function kindsOf(files: readonly Chosen[]): readonly FileKind[] {
  const kinds = files.map(kindOf);
  const isPicture = (kind: FileKind) => kind === 'photo' || kind === 'video';
  const goTogether = kinds.every(isPicture) || kinds.every((kind) => kind === 'audio');
  return goTogether ? kinds : kinds.map(() => 'file');
}

function kindOf({ type, size }: Chosen): FileKind {
  if (/^image\/(jpeg|png|webp|gif|avif)$/.test(type)) return size > MAX_PHOTO_BYTES ? 'file' : 'photo';
  if (/^video\/(mp4|webm)$/.test(type)) return 'video';
  return /^audio\//.test(type) ? 'audio' : 'file';
}

/** Invisible characters that turn text around, so that `gpj.exe` could look like `exe.jpg`; joiners stay. */
const UNSEEN = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A name as the server will keep it: what is shown on its way is what arrives. */
export function cleanName(name: string): string {
  const seen = name.replace(UNSEEN, '').trim();
  if (seen.length <= MAX_NAME_LENGTH) return seen;
  const ending = /\.[^. ]{1,16}$/.exec(seen)?.[0] ?? '';
  return `${seen.slice(0, MAX_NAME_LENGTH - ending.length).toWellFormed()}${ending}`;
}
