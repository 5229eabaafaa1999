import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A zip that is written while it is made: one entry at a time, nothing kept beyond the entry under way. */
export function createZipWriter(signal: AbortSignal) {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const broken = new Promise<never>((_resolve, reject) => output.once('error', reject));
  broken.catch(() => undefined);
  zip.on('error', (error: Error) => output.destroy(error));
  signal.addEventListener('abort', () => output.destroy(signal.reason as Error), { once: true });

  const add = async (path: string, content: Readable, compress: boolean): Promise<void> => {
    const ended = new Promise<void>((resolve, reject) => {
      content.once('end', resolve);
      content.once('error', reject);
    });
    zip.addReadStream(content, path, { compress });
    try {
      await Promise.race([ended, broken]);
    } catch (error) {
      content.destroy();
      output.destroy(error as Error);
      throw error;
    }
  };
  return {
    /** Flows as fast as it is read; an error of an entry destroys it. */
    output,
    /** Settles when the text has gone into the zip. */
    addText: (path: string, text: string) => add(path, streamOnce(Buffer.from(text)), true),
    /** Media is packed already, so it is stored as it is. */
    addFile: (path: string, content: Readable) => add(path, content, false),
    end: (): void => zip.end(),
  };
}

/** The zip keeps the streams of all its entries until its end: this one lets go of what it has given. */
function streamOnce(content: Buffer): Readable {
  let left: Buffer | null = content;
  return new Readable({
    read() {
      this.push(left);
      left = null;
    },
  });
}
export type ZipWriter = ReturnType<typeof createZipWriter>;
