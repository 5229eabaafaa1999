import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { VecheStartError } from '@veche/server/start-error';

/** Asks for a line on the terminal; a hidden one is not shown while it is typed. Throws VecheStartError `unanswered`. */
export function ask(question: string, { isHidden = false, unanswered = 'Nobody answered.' } = {}): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input: process.stdin,
    output: isHidden ? nowhere : process.stderr,
    terminal: process.stdin.isTTY,
    prompt: '',
  });
  return new Promise((resolve, reject) => {
    lines.once('line', (line) => {
      resolve(line.trim());
      lines.close();
    });
    lines.once('close', () => {
      if (isHidden) process.stderr.write('\n');
      reject(new VecheStartError(unanswered));
    });
  });
}
