import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { Scanner, Verdict } from './scanner.ts';

/** Where clamd listens. */
export type ClamAvAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/** Longest silence of the other side: loading of signatures and unpacking take a while. */
const SILENCE_MS = 60_000;

/** No answer of clamd is longer. */
const MOST_ANSWER_BYTES = 4096;

/** Scans by clamd's INSTREAM command (man clamd): each chunk after its length in four bytes, big-endian; 0 ends. */
export function createClamAvScanner(address: ClamAvAddress): Scanner {
  return {
    async scan(content) {
      const socket = connect(address);
      try {
        const answer = readAnswer(socket);
        // Whoever fails first is reported once, by what is awaited below.
        answer.catch(() => undefined);
        await Promise.race([send(socket, content), answer]);
        return toVerdict(await answer);
      } finally {
        content.destroy();
        socket.destroy();
      }
    },
  };
}

async function send(socket: Socket, content: Readable): Promise<void> {
  socket.write('zINSTREAM\0');
  for await (const chunk of content as AsyncIterable<Buffer>) {
    if (socket.destroyed) return;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.byteLength);
    socket.write(length);
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
  }
  socket.write(Buffer.alloc(4));
}

/** The answer up to its final NUL. clamd may give it before all was sent, and then closes. */
function readAnswer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('the virus scanner is silent')));
    socket.on('data', (data) => {
      text += data.toString('latin1');
      if (text.includes('\0')) resolve(text.slice(0, text.indexOf('\0')));
      else if (text.length > MOST_ANSWER_BYTES) socket.destroy(new Error('the virus scanner answers too much'));
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the virus scanner hung up without an answer')));
  });
}

/** `stream: OK`, `stream: <name> FOUND`, or a sentence that ends with ERROR. */
function toVerdict(answer: string): Verdict {
  if (/^stream: OK$/.test(answer)) return 'clean';
  const infected = /^stream: (.+) FOUND$/.exec(answer)?.[1];
  if (infected !== undefined) return { infected };
  if (/size limit exceeded/i.test(answer)) return 'tooLarge';
  throw new Error(`the virus scanner answered: ${answer}`);
}
