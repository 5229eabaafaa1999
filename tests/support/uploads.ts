import { Upload, type UploadOptions } from 'tus-js-client';
import {
  type ErrorBody,
  type FileId,
  type FileKind,
  type InputOf,
  type media,
  type MediaFile,
  VecheError,
} from '@veche/contract';
import type { TestPerson, TestServer } from './server.ts';

/** Where an upload goes, and as whom. */
export interface Uploader {
  readonly url: string;
  readonly token: string;
}

export async function uploaderOf(server: TestServer, person: TestPerson): Promise<Uploader> {
  return { url: server.url, token: await person.token() };
}

/** A request of the tus protocol as a program writes it. */
export async function tus(
  { url, token }: Uploader,
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: Uint8Array } = {},
): Promise<{ status: number; headers: Headers; error: ErrorBody | undefined }> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { 'tus-resumable': '1.0.0', authorization: `Bearer ${token}`, ...headers },
    ...(body === undefined ? {} : { body: body as BodyInit }),
  });
  const text = await response.text();
  const error = text.startsWith('{') ? (JSON.parse(text) as { error?: ErrorBody }).error : undefined;
  return { status: response.status, headers: response.headers, error };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Creates an upload; refusals come as VecheError. */
export async function createUpload(
  uploader: Uploader,
  { size, name = 'file', kind = 'file' }: { size: number; name?: string; kind?: string },
): Promise<FileId> {
  const { headers, error } = await tus(uploader, 'POST', '/files/uploads', {
    headers: { 'upload-length': String(size), 'upload-metadata': `filename ${base64(name)},kind ${base64(kind)}` },
  });
  if (error !== undefined) throw VecheError.fromBody(error);
  return Number(headers.get('location')?.split('/').at(-1)) as FileId;
}

/** Sends bytes from an offset; answers the new one. */
export async function sendPart(uploader: Uploader, fileId: FileId, offset: number, body: Uint8Array): Promise<number> {
  const { headers, error } = await tus(uploader, 'PATCH', `/files/uploads/${fileId}`, {
    headers: { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    body,
  });
  if (error !== undefined) throw VecheError.fromBody(error);
  return Number(headers.get('upload-offset'));
}

/** A whole upload that waits to be finished. */
export async function uploadWhole(
  uploader: Uploader,
  content: Uint8Array,
  options: { name?: string; kind?: FileKind } = {},
): Promise<FileId> {
  const fileId = await createUpload(uploader, { size: content.byteLength, ...options });
  await sendPart(uploader, fileId, 0, content);
  return fileId;
}

/** A file of a person, ready to be sent. */
export async function uploadFile(
  server: TestServer,
  person: TestPerson,
  content: Uint8Array,
  { name, kind, ...stated }: { name?: string; kind?: FileKind } & Partial<InputOf<typeof media.finish>> = {},
): Promise<MediaFile> {
  const options = { ...(name === undefined ? {} : { name }), ...(kind === undefined ? {} : { kind }) };
  const fileId = await uploadWhole(await uploaderOf(server, person), content, options);
  return (await person.call('media.finish', { ...stated, fileId })).file;
}

/** An upload by the tus project's own client. `done` settles with its address, or with the client's error. */
export function tusClient({ url, token }: Uploader, content: Buffer, options: Partial<UploadOptions> = {}) {
  const done = Promise.withResolvers<string>();
  const upload = new Upload(content, {
    endpoint: `${url}/files/uploads`,
    headers: { authorization: `Bearer ${token}` },
    retryDelays: [100, 200, 400, 800],
    ...options,
    onSuccess: () => done.resolve(upload.url ?? ''),
    onError: (error) => done.reject(error),
  });
  return { upload, done: done.promise };
}
