import { type FileKind, type Permission, VecheError } from '@veche/contract';

/** Kinds that may stand together in one message. */
const sorts: Record<FileKind, 'pictures' | 'sounds' | 'files' | 'alone'> = {
  photo: 'pictures',
  video: 'pictures',
  audio: 'sounds',
  file: 'files',
  voice: 'alone',
  videoNote: 'alone',
  sticker: 'alone',
};

/** Kinds that say everything by themselves. */
const wordless: ReadonlySet<FileKind> = new Set(['sticker', 'videoNote']);

/** What a member needs to send these. */
export function permissionFor(kinds: readonly FileKind[]): Permission {
  return kinds.every((kind) => kind === 'sticker') ? 'sendStickers' : 'sendMedia';
}

/** Whether files of these kinds make one message with this text. */
export function mayStandTogether(kinds: readonly FileKind[], text: string): VecheError | null {
  const [first, ...others] = kinds;
  if (first === undefined) return null;
  const odd = others.findIndex((kind) => sorts[kind] !== sorts[first] || sorts[kind] === 'alone');
  if (odd >= 0) {
    const field = `attachments.${odd + 1}.fileId`;
    return new VecheError('invalid_input', `${field}: a ${others[odd]} does not go with a ${first}`, { field });
  }
  if (text !== '' && wordless.has(first)) {
    return new VecheError('invalid_input', `text: a ${first} has no caption`, { field: 'text' });
  }
  return null;
}

/** Refused alike for files that do not exist and files one may not have: nobody learns which. */
export function noSuchFile(position: number): VecheError {
  const field = `attachments.${position}.fileId`;
  return new VecheError('not_found', `${field}: there is no such file among those you see`, { field });
}
