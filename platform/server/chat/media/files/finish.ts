import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { type AccountId, type FileKind, media, type MediaFile, type ParsedInputOf, VecheError } from '@veche/contract';
import { type Preview, toPreview, toShownImage } from '../content/image.ts';
import { createLimit } from '../content/limit.ts';
import { sniffType, typeOfKind } from '../content/types.ts';
import { measureWav } from '../content/wav.ts';
import type { MediaDependencies } from '../dependencies.ts';
import { withEnding } from '../names.ts';
import { mostBytesOf } from '../uploads/creation.ts';
import type { Parts } from '../uploads/parts.ts';
import { deleteUpload, findUpload, type UploadRow } from '../uploads/store.ts';
import { uploadKey } from '../uploads/key.ts';
import { blobKeyOf, keepContent } from './keep.ts';
import { UNSENT_HOURS } from './release.ts';
import { type FileFacts, findOwnFile, replaceUploadByFile, toMediaFile } from './store.ts';

type Stated = Omit<ParsedInputOf<typeof media.finish>, 'fileId'>;

/** Files that are decoded at once, and that wait for it. */
const DECODED_AT_ONCE = 2;
const MOST_WAITING = 64;

/** What becomes of an upload: content to keep, and what is said of it. */
interface Made {
  name: string;
  mimeType: string;
  /** Null: the uploaded bytes as they are. */
  content: Buffer | null;
  preview: Preview | null;
  facts: FileFacts;
}

/** Turns complete uploads into files. A refused one stays an upload: it can be finished as another kind, or canceled. */
export function createFinisher(dependencies: MediaDependencies, parts: Parts) {
  const { sql, blobs, clock, log } = dependencies;
  const { scanner } = dependencies.media;
  const limit = createLimit(DECODED_AT_ONCE, MOST_WAITING);
  const underWay = new Map<string, Promise<MediaFile>>();

  const scan = async (upload: UploadRow, path: string): Promise<void> => {
    if (scanner === null) return;
    const verdict = await scanner
      .scan(createReadStream(path, { highWaterMark: 256 * 1024 }))
      .catch((error: unknown) => {
        log.warn({ err: error }, 'the virus scanner cannot be asked');
        throw new VecheError('unavailable', 'The file waits for the virus scanner; try again shortly.', {
          retryAfterSeconds: 10,
          cause: error,
        });
      });
    if (verdict === 'clean') return;
    if (verdict === 'tooLarge') {
      log.warn({ sizeBytes: upload.sizeBytes }, "a file is over the virus scanner's StreamMaxLength");
      throw new VecheError('too_large', 'The virus scanner of this server takes no file of this size.', {
        field: 'fileId',
      });
    }
    await deleteUpload(sql, upload.accountId, upload.fileId);
    await parts.remove(uploadKey(upload.accountId, upload.fileId));
    log.warn({ accountId: upload.accountId, infected: verdict.infected }, 'an infected upload was removed');
    throw new VecheError('invalid_input', `fileId: malware was found in the file (${verdict.infected})`, {
      field: 'fileId',
    });
  };

  /** The preview of a video: a photo that its sender uploaded for it. */
  const previewFrom = async (accountId: AccountId, { thumbnailFileId }: Stated): Promise<Preview | null> => {
    if (thumbnailFileId === undefined) return null;
    const photo = await findOwnFile(sql, accountId, thumbnailFileId);
    if (photo === null || photo.kind !== 'photo') {
      throw new VecheError('not_found', 'thumbnailFileId: there is no such photo of yours', {
        field: 'thumbnailFileId',
      });
    }
    return toPreview(await buffer(await blobs.getStream(blobKeyOf(photo.sha256))));
  };

  const make = async (
    upload: UploadRow,
    kind: FileKind,
    found: string,
    path: string,
    stated: Stated,
  ): Promise<Made> => {
    const mimeType = typeOfKind(kind, found);
    const { name } = upload;
    if (kind === 'photo' || kind === 'sticker') {
      const { content, ending, width, height, isAnimated, preview, ...typed } = await toShownImage(path, kind);
      const facts: FileFacts = { width, height, ...(isAnimated ? { animated: true } : {}) };
      return { name: withEnding(name, ending), mimeType: typed.mimeType, content, preview, facts };
    }
    const plain = { name, mimeType, content: null };
    if (kind === 'file') return { ...plain, preview: null, facts: {} };
    const preview = await previewFrom(upload.accountId, stated);
    const { width, height, durationSeconds, waveform } = stated;
    if (kind === 'videoNote') checkVideoNote(stated);
    if (kind === 'video' || kind === 'videoNote') {
      return { ...plain, preview, facts: defined({ width, height, durationSeconds }) };
    }
    const measured = mimeType === 'audio/wav' ? await measureWav(path) : null;
    const facts = defined({
      durationSeconds: measured?.durationSeconds ?? durationSeconds,
      waveform: kind === 'voice' ? (waveform ?? measured?.waveform) : undefined,
    });
    return { ...plain, preview, facts };
  };

  const finish = async (upload: UploadRow, stated: Stated): Promise<MediaFile> => {
    const { accountId, fileId, sizeBytes } = upload;
    const name = uploadKey(accountId, fileId);
    const path = parts.pathOf(name);
    const came = await parts.offsetOf(name);
    if (came !== sizeBytes) {
      throw new VecheError('conflict', `The upload has ${came} of its ${sizeBytes} bytes.`, { field: 'fileId' });
    }
    const kind = stated.kind ?? upload.kind;
    if (sizeBytes > mostBytesOf(kind)) {
      throw new VecheError('too_large', `A ${kind} may have up to ${mostBytesOf(kind)} bytes.`, { field: 'kind' });
    }
    const found = await sniffType(path);
    // Before the scan, which takes longest: what is refused for its kind needs none.
    typeOfKind(kind, found);
    await scan(upload, path);
    const made = await limit(() => make(upload, kind, found, path, stated));

    const now = clock.now();
    const whole = made.content ?? { path, sizeBytes, sha256: await parts.sha256(name, sizeBytes) };
    const kept = await keepContent(dependencies, whole, now);
    const preview = made.preview && (await keepContent(dependencies, made.preview.content, now));
    const file = {
      accountId,
      fileId,
      kind,
      name: made.name,
      mimeType: made.mimeType,
      ...kept,
      thumbnailSha256: preview?.sha256 ?? null,
      facts: { ...made.facts, ...(made.preview === null ? {} : previewFacts(made.preview)) },
      createdAt: now,
    };
    const isOurs = await replaceUploadByFile(sql, file, new Date(now.getTime() + UNSENT_HOURS * 60 * 60 * 1000));
    if (!isOurs) {
      const other = await findOwnFile(sql, accountId, fileId);
      if (other === null) throw noSuchUpload();
      return toMediaFile(other);
    }
    await parts.remove(name);
    return toMediaFile(file);
  };

  return async (
    accountId: AccountId,
    { fileId, ...stated }: ParsedInputOf<typeof media.finish>,
  ): Promise<MediaFile> => {
    const key = uploadKey(accountId, fileId);
    const running = underWay.get(key);
    if (running !== undefined) return running;
    const work = (async () => {
      const file = await findOwnFile(sql, accountId, fileId);
      if (file !== null) return toMediaFile(file);
      return parts.hold(key, async () => {
        const upload = await findUpload(sql, accountId, fileId);
        if (upload === null || upload.expiresAt <= clock.now()) throw noSuchUpload();
        return finish(upload, stated);
      });
    })();
    underWay.set(key, work);
    return work.finally(() => underWay.delete(key));
  };
}

/** What its sender says of a video note, which nothing here decodes; it plays by itself, so nothing is left out. */
function checkVideoNote({ width, height, durationSeconds }: Stated): void {
  const [field, problem] =
    durationSeconds === undefined
      ? ['durationSeconds', 'must say how long a video note is']
      : width === undefined || height === undefined
        ? [width === undefined ? 'width' : 'height', 'must say how large a video note is']
        : width > media.MAX_VIDEO_NOTE_SIDE
          ? ['width', `a video note has up to ${media.MAX_VIDEO_NOTE_SIDE} pixels a side`]
          : durationSeconds > media.MAX_VIDEO_NOTE_SECONDS
            ? ['durationSeconds', `a video note has up to ${media.MAX_VIDEO_NOTE_SECONDS} seconds`]
            : width !== height
              ? ['height', 'a video note is as high as it is wide']
              : [undefined, ''];
  if (field !== undefined) throw new VecheError('invalid_input', `${field}: ${problem}`, { field });
}

function previewFacts({ content, width, height, thumbhash }: Preview): FileFacts {
  return { thumbhash, thumbnail: { width, height, sizeBytes: content.byteLength } };
}

/** Without the fields that are undefined. */
function defined<T extends object>(facts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as never;
}

function noSuchUpload(): VecheError {
  return new VecheError('not_found', 'There is no such upload of yours.', { field: 'fileId' });
}
