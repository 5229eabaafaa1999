import {
  type FileId,
  type FileKind,
  invalidInput,
  media,
  type MediaFile,
  type ParsedInputOf,
  UPLOADS_PATH,
  VecheError,
} from '@veche/contract';
import type { World } from './world.ts';

interface Upload {
  readonly name: string;
  readonly kind: FileKind;
  readonly content: Uint8Array;
  offset: number;
}

/** Files as the server takes and gives them: uploads by tus, `media.finish`, downloads through a message. */
export function createUploads(world: World) {
  const uploads = new Map<number, Upload>();

  const create = (request: Request): Response => {
    const size = Number(request.headers.get('upload-length'));
    if (!(size > 0)) {
      throw new VecheError('invalid_input', 'An empty file cannot be sent.', { field: 'Upload-Length' });
    }
    const metadata = media.UploadMetadata.safeParse(decodeMetadata(request.headers.get('upload-metadata') ?? ''));
    if (!metadata.success) throw invalidInput(metadata.error);
    const { filename = 'file', kind } = metadata.data;
    const fileId = world.nextId();
    uploads.set(fileId, { name: filename, kind, content: new Uint8Array(size), offset: 0 });
    return new Response(null, { status: 201, headers: { location: `${UPLOADS_PATH}/${fileId}` } });
  };

  const found = (fileId: number): Upload => {
    const upload = uploads.get(fileId);
    if (upload === undefined) throw new VecheError('not_found', 'There is no such upload.', { field: 'fileId' });
    return upload;
  };

  const append = async (upload: Upload, request: Request): Promise<Response> => {
    if (Number(request.headers.get('upload-offset')) !== upload.offset) {
      throw new VecheError('conflict', 'The upload stands at another offset.', { field: 'Upload-Offset' });
    }
    const part = new Uint8Array(await request.arrayBuffer());
    if (upload.offset + part.byteLength > upload.content.byteLength) {
      throw new VecheError('too_large', 'This is more than was stated.', { field: 'Upload-Length' });
    }
    upload.content.set(part, upload.offset);
    upload.offset += part.byteLength;
    return new Response(null, { status: 204, headers: { 'upload-offset': String(upload.offset) } });
  };

  return {
    /** A request of the tus protocol. */
    async answer(request: Request, id: string | undefined): Promise<Response> {
      if (id === undefined) return create(request);
      const upload = found(Number(id));
      if (request.method === 'PATCH') return append(upload, request);
      if (request.method === 'DELETE') uploads.delete(Number(id));
      return new Response(null, { headers: { 'upload-offset': String(upload.offset) } });
    },
    finish({ fileId, kind, width, height, durationSeconds }: ParsedInputOf<typeof media.finish>): { file: MediaFile } {
      const done = world.files.get(fileId);
      if (done !== undefined) return { file: done.file };
      const { content, offset, ...upload } = found(fileId);
      if (offset < content.byteLength)
        throw new VecheError('conflict', 'The upload is not complete.', { field: 'fileId' });
      uploads.delete(fileId);
      const stated = Object.entries({ width, height, durationSeconds }).filter(([, value]) => value !== undefined);
      return {
        file: addFile(world, { ...upload, kind: kind ?? upload.kind, content, ...Object.fromEntries(stated) }, fileId),
      };
    },
    /** Content of a file of a message. */
    download({ pathname, searchParams }: URL): Response {
      const { attachments = [] } = world.message(Number(searchParams.get('chat')), Number(searchParams.get('message')));
      const file = attachments.find(({ fileId }) => fileId === Number(pathname.split('/').at(-1)));
      const content = file && world.files.get(file.fileId)?.content;
      if (file === undefined || content === undefined) throw new VecheError('not_found', 'There is no such file.');
      return new Response(content as BodyInit, { headers: { 'content-type': file.mimeType } });
    },
  };
}

/** Keeps a file; the kind is believed, because the host looks at no content. */
export function addFile(
  world: World,
  { content, ...said }: { name: string; kind: FileKind; content: Uint8Array } & Partial<MediaFile>,
  fileId: number = world.nextId(),
): MediaFile {
  const mimeType = said.kind === 'photo' ? 'image/png' : 'application/octet-stream';
  const file = { ...said, fileId: fileId as FileId, sizeBytes: content.byteLength, mimeType };
  world.files.set(fileId, { file, content });
  return file;
}

function decodeMetadata(header: string): Record<string, string> {
  const pairs = header.split(',').map((pair) => pair.trim().split(' '));
  return Object.fromEntries(
    pairs.map(([key = '', value = '']) => {
      const bytes = Uint8Array.from(atob(value), (character) => character.charCodeAt(0));
      return [key, new TextDecoder().decode(bytes)];
    }),
  );
}
