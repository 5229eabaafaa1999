import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { type AccountId, ChatId, FileId, httpStatus, MessageId, VecheError } from '@veche/contract';
import type { Hono } from 'hono';
import { callerOf } from '../../../kernel/http/caller-of.ts';
import { remoteAddressIn } from '../../../kernel/http/remote-address.ts';
import { accountOf, holds } from '../../../kernel/rpc/caller.ts';
import { asVecheError } from '../../../kernel/rpc/dispatcher.ts';
import type { MediaDependencies } from '../dependencies.ts';
import { blobKeyOf } from '../files/keep.ts';
import type { FileRow } from '../files/store.ts';
import { type FileQuery, findReadable } from './access.ts';
import { contentHeaders } from './headers.ts';
import { isSameVersion, namesTag, parseRange } from './range.ts';

/** Reads one account may make in a minute: a long scroll through a chat of photos. */
const PER_MINUTE = 3000;

/** Content as it is served: the file itself, or its preview. */
interface Content {
  name: string;
  mimeType: string;
  sha256: Buffer;
  sizeBytes: number;
}

interface Asked {
  readonly readerId: AccountId;
  readonly fileId: string;
  readonly variant: string | undefined;
  readonly search: URLSearchParams;
}

/** Gives files to readers whom another door has found out, with the same checks. */
export interface FileGiver {
  /** What `/files/<fileId>` answers this reader; a thumbnail and a message stand in `path` as there. */
  give(readerId: AccountId, request: Request, path: string): Promise<Response>;
}

/** `GET /files/<fileId>` and `GET /files/<fileId>/thumbnail`, with `?chat=&message=` of a message that carries it. */
export function createServing(dependencies: MediaDependencies): FileGiver & { routes(server: Hono): void } {
  const { sql, blobs, authenticator, trustedProxies, webOrigin, limiter, log } = dependencies;

  const readerOf = async ({ headers }: Request, remoteAddress: string): Promise<AccountId> => {
    const caller = await callerOf(headers, { authenticator, remoteAddress, webOrigin, isRead: true });
    const readerId = accountOf(caller);
    if (!holds(caller, 'media:read')) throw new VecheError('forbidden', `A ${caller.kind} may not read files.`);
    return readerId;
  };

  const find = async ({ readerId, fileId, variant, search }: Asked): Promise<Content> => {
    const wait = limiter.take(readerId, 'file', PER_MINUTE);
    if (wait > 0) {
      throw new VecheError('rate_limited', `Too many files; try again in ${wait} s.`, { retryAfterSeconds: wait });
    }
    const file = await findReadable(sql, { readerId, ...parseQuery(fileId, search) });
    const content = file === null ? null : contentOf(file, variant);
    if (content === null) throw noSuchFile();
    return content;
  };

  const serve = async (request: Request, content: Content): Promise<Response> => {
    const { sha256, sizeBytes } = content;
    const etag = `"${sha256.toString('hex')}"`;
    const headers = contentHeaders({ ...content, etag });
    if (namesTag(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
    const whole = { ...headers, 'Content-Length': String(sizeBytes) };
    if (request.method === 'HEAD') return new Response(null, { headers: whole });
    const range = isSameVersion(request.headers.get('if-range'), etag)
      ? parseRange(request.headers.get('range'), sizeBytes)
      : null;
    if (range === 'unsatisfiable') {
      const { 'Content-Disposition': _name, 'Content-Type': _type, ETag: _etag, ...plain } = headers;
      const refused = { ...plain, 'Cache-Control': 'no-store', 'Content-Range': `bytes */${sizeBytes}` };
      return new Response(null, { status: 416, headers: refused });
    }
    const body = Readable.toWeb(await blobs.getStream(blobKeyOf(sha256), range ?? undefined)) as BodyInit;
    if (range === null) return new Response(body, { headers: whole });
    const { start, end } = range;
    const part = { 'Content-Length': String(end - start + 1), 'Content-Range': `bytes ${start}-${end}/${sizeBytes}` };
    return new Response(body, { status: 206, headers: { ...headers, ...part } });
  };

  const answer = async (
    request: Request,
    { readerId, ...asked }: Omit<Asked, 'readerId'> & { readerId(): Promise<AccountId> },
  ): Promise<Response> => {
    const requestId = randomUUID();
    const { fileId } = asked;
    try {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        throw new VecheError('unknown_method', 'Files are read with GET.');
      }
      return await serve(request, await find({ ...asked, readerId: await readerId() }));
    } catch (thrown) {
      const error = asVecheError(thrown);
      if (error.code === 'internal') log.error({ err: thrown, requestId, fileId }, 'a file could not be served');
      return new Response(JSON.stringify({ error: error.toBody(requestId) }), {
        status: httpStatus[error.code],
        headers: {
          'Content-Type': 'application/json',
          'Cache-Control': 'no-store',
          'X-Content-Type-Options': 'nosniff',
          'X-Request-Id': requestId,
          ...(error.retryAfterSeconds === undefined
            ? {}
            : { 'Retry-After': String(Math.ceil(error.retryAfterSeconds)) }),
        },
      });
    }
  };

  return {
    give(readerId, request, path) {
      const { pathname, searchParams: search } = new URL(path, request.url);
      const [, , fileId = '', variant] = pathname.split('/');
      return answer(request, { readerId: () => Promise.resolve(readerId), fileId, variant, search });
    },
    routes(server) {
      for (const path of ['/files/:fileId{[0-9]+}', '/files/:fileId{[0-9]+}/:variant']) {
        server.all(path, (c) => {
          const [request, search] = [c.req.raw, new URL(c.req.url).searchParams];
          const readerId = () => readerOf(request, remoteAddressIn(c.env, trustedProxies));
          const [fileId = '', variant] = [c.req.param('fileId'), c.req.param('variant')];
          return answer(request, { readerId, fileId, variant, search });
        });
      }
    },
  };
}

function contentOf(file: FileRow, variant: string | undefined): Content | null {
  if (variant === undefined) return file;
  if (variant !== 'thumbnail' || file.thumbnailSha256 === null || file.facts.thumbnail === undefined) return null;
  return {
    name: 'thumbnail.webp',
    mimeType: 'image/webp',
    sha256: file.thumbnailSha256,
    sizeBytes: file.facts.thumbnail.sizeBytes,
  };
}

function parseQuery(id: string, search: URLSearchParams): Omit<FileQuery, 'readerId'> {
  const fileId = FileId.safeParse(Number(id));
  if (!fileId.success) throw noSuchFile();
  const [chat, message] = [search.get('chat'), search.get('message')];
  if (chat === null && message === null) return { fileId: fileId.data };
  const chatId = ChatId.safeParse(Number(chat));
  if (!chatId.success) throw wrong('chat');
  const messageId = MessageId.safeParse(Number(message));
  if (!messageId.success) throw wrong('message');
  return { fileId: fileId.data, place: { chatId: chatId.data, messageId: messageId.data } };
}

function wrong(field: string): VecheError {
  return new VecheError('invalid_input', `${field}: must be an id, and goes with the other one`, { field });
}

/** Refused alike for files that do not exist and files one may not read: nobody learns which. */
function noSuchFile(): VecheError {
  return new VecheError('not_found', 'There is no such file among those you see.');
}
