import type { CodeSender } from './code-sender.ts';

/** Shows codes to the developer who runs the server. Development only: whoever reads the output can sign in. */
export function createTerminalCodeSender(write: (line: string) => void): CodeSender {
  return { send: async ({ phone, code }) => write(`Code for ${phone}: ${code}`) };
}
