import { buffer } from 'node:stream/consumers';
import { createZipWriter } from '../../platform/server/chat/archives/export/zip-writer.ts';

/** A zip of texts by their paths. */
export async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = createZipWriter(new AbortController().signal);
  const whole = buffer(zip.output);
  for (const [path, text] of Object.entries(files)) await zip.addText(path, text);
  zip.end();
  return whole;
}
