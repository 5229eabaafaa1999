import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundaryOf, createMultipartReader, MultipartError, type PartHeader } from './multipart.ts';

interface ReadPart extends PartHeader {
  content: Buffer;
}

function read(body: Buffer, boundary: string, cuts: readonly number[] = []): ReadPart[] {
  const parts: ReadPart[] = [];
  const reader = createMultipartReader(boundary, (header) => {
    const chunks: Buffer[] = [];
    return {
      write: (bytes) => void chunks.push(Buffer.from(bytes)),
      end: () => void parts.push({ ...header, content: Buffer.concat(chunks) }),
    };
  });
  const edges = [0, ...[...new Set(cuts.map((cut) => cut % (body.length + 1)))].sort((a, b) => a - b), body.length];
  edges.slice(1).forEach((edge, index) => reader.write(body.subarray(edges[index], edge)));
  reader.end();
  return parts;
}

const texts = (parts: readonly ReadPart[]) => parts.map(({ name, content }) => [name, content.toString()]);

test('a boundary is found quoted or not, in any case', () => {
  expect(boundaryOf('multipart/form-data; boundary=abc')).toBe('abc');
  expect(boundaryOf('Multipart/Form-Data;charset=utf-8;Boundary="a b"')).toBe('a b');
  expect(boundaryOf('application/json')).toBeNull();
  expect(boundaryOf('multipart/form-data')).toBeNull();
});

test('what client libraries send is read: no space after ; and :, unquoted names, any case', () => {
  const body = Buffer.from(
    '--xYz\r\ncontent-disposition:form-data;name="chat_id"\r\n\r\n42\r\n' +
      '--xYz\r\nContent-Disposition:form-data;name="a1";filename=отчёт за май.txt\r\nContent-Type:application/octet-stream\r\n\r\n\0\r\n--xY\r\n' +
      '\r\n--xYz\r\nContent-Disposition: form-data; name=empty\r\n\r\n\r\n--xYz--',
  );
  const parts = read(body, 'xYz');
  expect(texts(parts)).toEqual([
    ['chat_id', '42'],
    ['a1', '\0\r\n--xY\r\n'],
    ['empty', ''],
  ]);
  expect(parts[1]).toMatchObject({ filename: 'отчёт за май.txt', contentType: 'application/octet-stream' });
});

test('bare line feeds, a preamble, an epilogue and a missing blank content are tolerated', () => {
  const body = Buffer.from(
    'hello\n--b\nContent-Disposition: form-data; name="a"\n\n1\n2\n--b\ncontent-disposition: form-data; name="c"\n\n--b--\nbye',
  );
  expect(texts(read(body, 'b'))).toEqual([
    ['a', '1\n2'],
    ['c', ''],
  ]);
});

test('a line that only begins like the boundary is content', () => {
  const body = Buffer.from('--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--bc\r\ny\r\n--b--\r\n');
  expect(texts(read(body, 'b'))).toEqual([['a', 'x\r\n--bc\r\ny']]);
});

test('quotes are unescaped, and the extended file name wins', () => {
  const header = 'Content-Disposition: form-data; name="say \\"hi\\""; filename="x"; filename*=UTF-8\'\'%D1%84.txt';
  const [part] = read(Buffer.from(`--b\r\n${header}\r\n\r\n1\r\n--b--`), 'b');
  expect(part).toMatchObject({ name: 'say "hi"', filename: 'ф.txt' });
});

test('a body that ends early, a part without a name and an endless header are refused', () => {
  expect(() => read(Buffer.from('--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'), 'b')).toThrow(
    MultipartError,
  );
  expect(() => read(Buffer.from('--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--'), 'b')).toThrow('no name');
  expect(() => read(Buffer.from(`--b\r\n${'x'.repeat(20_000)}`), 'b')).toThrow('too long a header');
  expect(() => read(Buffer.from('nothing of it'), 'b')).toThrow('ends before');
});

test('any fields come back whole, however the body is cut', () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.constantFrom('', '\r\n', '\n', '\r', '--b', '\r\n--', '\r\n--boundar', '-----').map((text) => Buffer.from(text)),
  );
  const part = fc.record({
    name: fc.stringMatching(/^[a-z_]{1,10}$/),
    filename: fc.option(fc.stringMatching(/^[а-я .]{1,9}[a-z]$/)),
    content,
  });
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 6 }),
      fc.array(fc.nat(4000), { maxLength: 30 }),
      fc.boolean(),
      (given, cuts, tight) => {
        const parts = given.map(({ name, filename, content: bytes }) =>
          Buffer.concat([
            Buffer.from(`--boundary\r\nContent-Disposition:${tight ? '' : ' '}form-data; name="${name}"`),
            Buffer.from(filename === null ? '' : `; filename="${filename}"`),
            Buffer.from('\r\n\r\n'),
            bytes,
            Buffer.from('\r\n'),
          ]),
        );
        const body = Buffer.concat([...parts, Buffer.from('--boundary--\r\n')]);
        const found = read(body, 'boundary', cuts);
        expect(found.map(({ name, filename }) => [name, filename ?? null])).toEqual(
          given.map(({ name, filename }) => [name, filename]),
        );
        found.forEach(({ content: bytes }, index) =>
          expect(bytes.equals(Buffer.from(given[index]?.content ?? []))).toBe(true),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('no bytes at all make the reader throw anything but its own refusal', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(300), { maxLength: 5 }), (noise, cuts) => {
      const body = Buffer.concat([Buffer.from('--b\r\n'), noise, Buffer.from('\r\n--b\r\n'), noise]);
      try {
        read(body, 'b', cuts);
      } catch (error) {
        expect(error).toBeInstanceOf(MultipartError);
      }
    }),
  );
});
