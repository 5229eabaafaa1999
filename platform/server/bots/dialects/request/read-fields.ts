import type { IncomingMessage } from 'node:http';
import { boundaryOf, createMultipartReader, MultipartError, type PartHeader, type PartSink } from './multipart.ts';
import { malformed, tooLarge } from './refusal.ts';
import type { RequestSpool, SpooledFile, SpoolWriter } from './spool.ts';

/** A file that came with a request. */
export interface GivenFile extends SpooledFile {
  readonly field: string;
  readonly filename: string;
}

/** Parameters of a request before they are read by their types: text, or JSON values of a JSON body. */
export interface GivenFields {
  readonly values: ReadonlyMap<string, unknown>;
  readonly files: readonly GivenFile[];
}

/** Longest text of all fields together. */
const MAX_FIELD_BYTES = 1024 * 1024;
/** Files of an album with their previews, and a few more. */
const MAX_FILES = 24;
/** Longest body with files in it, unless a door says otherwise. */
const MAX_BODY_BYTES = 52 * 1024 * 1024;

/**
 * Joins query and body of any verb and form. A blank value hides neither a file nor a value from elsewhere; a
 * file stands as `attach://` and its part's name. Throws
 * RequestRefusal.
 */
export async function readFields(
  incoming: IncomingMessage,
  spool: RequestSpool,
  maxBodyBytes = MAX_BODY_BYTES,
): Promise<GivenFields> {
  const query = new URLSearchParams((incoming.url ?? '').split('?').slice(1).join('?'));
  const body = await readBody(incoming, spool, maxBodyBytes);
  const values = new Map<string, unknown>();
  for (const [name, value] of [...query, ...body.values]) {
    const known = values.get(name);
    if (known === undefined || known === '') values.set(name, value);
  }
  const files = body.files.filter((file) => file.sizeBytes > 0 || file.filename !== '');
  // A part may be given by its own name, too.
  for (const { field } of files) if ((values.get(field) ?? '') === '') values.set(field, `attach://${field}`);
  return { values, files };
}

interface Body {
  values: [string, unknown][];
  files: GivenFile[];
}

async function readBody(incoming: IncomingMessage, spool: RequestSpool, maxBodyBytes: number): Promise<Body> {
  const contentType = incoming.headers['content-type'] ?? '';
  const boundary = boundaryOf(contentType);
  if (boundary !== null) return readMultipart(incoming, { boundary, spool, maxBodyBytes });
  const text = await readText(incoming);
  if (text.trim() === '') return { values: [], files: [] };
  const isJson =
    /^\s*application\/json\b/i.test(contentType) || (contentType === '' && text.trimStart().startsWith('{'));
  return { values: isJson ? readJson(text) : [...new URLSearchParams(text)], files: [] };
}

function readJson(text: string): [string, unknown][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed("can't parse the request body as JSON");
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed('the request body must be a JSON object');
  }
  return Object.entries(value);
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_FIELD_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function readMultipart(
  incoming: IncomingMessage,
  { boundary, spool, maxBodyBytes }: { boundary: string; spool: RequestSpool; maxBodyBytes: number },
): Promise<Body> {
  const body: Body = { values: [], files: [] };
  const files: { header: PartHeader; writer: SpoolWriter }[] = [];
  let fieldBytes = 0;
  const onPart = (header: PartHeader): PartSink => {
    if (header.filename !== undefined) {
      const writer = spool.create();
      if (files.length >= MAX_FILES) throw malformed('there are too many files');
      files.push({ header, writer });
      return { write: writer.write, end: () => undefined };
    }
    const chunks: Uint8Array[] = [];
    return {
      write: (bytes) => {
        fieldBytes += bytes.byteLength;
        if (fieldBytes > MAX_FIELD_BYTES) throw tooLarge();
        // A copy: what was given is a view of a buffer that goes on being used.
        chunks.push(Uint8Array.from(bytes));
      },
      end: () => body.values.push([header.name, Buffer.concat(chunks).toString('utf8')]),
    };
  };
  const reader = createMultipartReader(boundary, onPart);
  let size = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBodyBytes) throw tooLarge();
      reader.write(chunk);
      // One piece may end a file and begin another.
      for (const { writer } of files) await writer.flush();
    }
    reader.end();
  } catch (error) {
    if (error instanceof MultipartError) throw malformed(`can't parse the multipart body: ${error.message}`);
    throw error;
  }
  for (const { header, writer } of files) {
    body.files.push({ field: header.name, filename: header.filename ?? '', ...(await writer.end()) });
  }
  return body;
}
