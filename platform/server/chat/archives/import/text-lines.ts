/** Longest line kept, in characters; the rest of it is passed over. */
const MAX_LINE_LENGTH = 100_000;

/** UTF-8 bytes as text, a chunk at a time; what is no UTF-8 becomes the replacement character. */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/** Lines without their ends (`\n` or `\r\n`). */
export async function* textLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let line = '';
  for await (const chunk of chunks) {
    const parts = chunk.split('\n');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      yield withoutReturn((line + part).slice(0, MAX_LINE_LENGTH));
      line = '';
    }
    line = (line + last).slice(0, MAX_LINE_LENGTH);
  }
  if (line !== '') yield withoutReturn(line);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
