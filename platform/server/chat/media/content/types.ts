import { type FileKind, VecheError } from '@veche/contract';

/** Longest look at a file's structure. */
const SNIFF_MS = 5_000;

const UNKNOWN = 'application/octet-stream';

/** Images that can be decoded here. */
const images: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/apng',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/tiff',
]);

/** Containers that hold sound alone as well as a picture; the sender's kind decides how they are played. */
const soundIn: Readonly<Record<string, string>> = {
  'video/webm': 'audio/webm',
  'video/mp4': 'audio/mp4',
  'video/ogg': 'audio/ogg',
  'application/ogg': 'audio/ogg',
  'audio/x-m4a': 'audio/mp4',
};

/** What a browser may show or play by itself. Everything else is downloaded: documents can carry scripts. */
const shown: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'video/quicktime',
  'video/x-m4v',
  'audio/mpeg',
  'audio/mp4',
  'audio/aac',
  'audio/ogg',
  'audio/webm',
  'audio/wav',
  'audio/flac',
]);

/** The type a file's content shows, without parameters. */
export async function sniffType(path: string): Promise<string> {
  const { fileTypeFromFile } = await import('file-type');
  try {
    const found = await fileTypeFromFile(path, { signal: AbortSignal.timeout(SNIFF_MS) });
    const type = found?.mime.split(';')[0]?.trim() ?? UNKNOWN;
    return type === 'audio/x-flac' ? 'audio/flac' : type;
  } catch {
    // Content that breaks the library's reading is of no type it knows.
    return UNKNOWN;
  }
}

/** The type under which a file of this kind is kept, or the refusal of a content that is of another kind. */
export function typeOfKind(kind: FileKind, found: string): string {
  switch (kind) {
    case 'photo':
    case 'sticker':
      if (images.has(found)) return found;
      throw wrongContent(kind, 'an image that can be shown here');
    case 'video':
    case 'videoNote':
      if (found.startsWith('video/')) return found;
      throw wrongContent(kind, 'a video');
    case 'voice':
    case 'audio': {
      const type = soundIn[found] ?? found;
      if (type.startsWith('audio/')) return type;
      throw wrongContent(kind, 'sound');
    }
    case 'file':
      return found;
  }
}

function wrongContent(kind: FileKind, wanted: string): VecheError {
  return new VecheError('invalid_input', `kind: a ${kind} must be ${wanted}; send this as a file`, { field: 'kind' });
}

/** How a type is given to browsers: only what is safe to show keeps its name. */
export function servedType(mimeType: string): { contentType: string; isShown: boolean } {
  return shown.has(mimeType) ? { contentType: mimeType, isShown: true } : { contentType: UNKNOWN, isShown: false };
}
