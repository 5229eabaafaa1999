import type { IncomingMessage } from 'node:http';
import { badRequest, DialectError } from '../dialect-error.ts';
import { boundaryOf, createMultipartReader, MultipartError, type PartHeader, type PartSink } from './multipart.ts';

/** A file that came with a request; its content was counted and let go. */
export interface GivenFile {
  readonly field: string;
  readonly filename: string;
  readonly sizeBytes: number;
}

/** Parameters of a request before they are read by their types: text, or JSON values of a JSON body. */
export interface GivenFields {
  readonly values: ReadonlyMap<string, unknown>;
  readonly files: readonly GivenFile[];
}

/** Longest text of all fields together. */
const MAX_FIELD_BYTES = 1024 * 1024;
/** Longest body with files in it. */
const MAX_BODY_BYTES = 52 * 1024 * 1024;

/** Joins query and body of any verb and form. A blank value hides neither a file nor a value from elsewhere. */
export async function readFields(incoming: IncomingMessage): Promise<GivenFields> {
  const query = new URLSearchParams((incoming.url ?? '').split('?').slice(1).join('?'));
  const body = await readBody(incoming);
  const values = new Map<string, unknown>();
  for (const [name, value] of [...query, ...body.values]) {
    const known = values.get(name);
    if (known === undefined || known === '') values.set(name, value);
  }
  const files = body.files.filter((file) => file.sizeBytes > 0 || file.filename !== '');
  for (const { field } of files) if (values.get(field) === '') values.delete(field);
  return { values, files };
}

interface Body {
  values: [string, unknown][];
  files: GivenFile[];
}

async function readBody(incoming: IncomingMessage): Promise<Body> {
  const contentType = incoming.headers['content-type'] ?? '';
  const boundary = boundaryOf(contentType);
  if (boundary !== null) return readMultipart(incoming, boundary);
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
    throw badRequest("can't parse the request body as JSON");
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('the request body must be a JSON object');
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

async function readMultipart(incoming: IncomingMessage, boundary: string): Promise<Body> {
  const body: Body = { values: [], files: [] };
  let fieldBytes = 0;
  const onPart = (header: PartHeader): PartSink => {
    if (header.filename !== undefined) return countFile(header, body.files);
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
      if (size > MAX_BODY_BYTES) throw tooLarge();
      reader.write(chunk);
    }
    reader.end();
  } catch (error) {
    if (error instanceof MultipartError) throw badRequest(`can't parse the multipart body: ${error.message}`);
    throw error;
  }
  return body;
}

function countFile({ name, filename = '' }: PartHeader, files: GivenFile[]): PartSink {
  let sizeBytes = 0;
  return {
    write: (bytes) => void (sizeBytes += bytes.byteLength),
    end: () => files.push({ field: name, filename, sizeBytes }),
  };
}

function tooLarge(): DialectError {
  return new DialectError(413, 'Request Entity Too Large');
}
