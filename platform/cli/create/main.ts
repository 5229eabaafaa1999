import { relative } from 'node:path';
import { VecheStartError } from '@veche/server/start-error';
import { ask } from '../ask.ts';
import { readArguments } from './arguments.ts';
import { writeApp } from './write.ts';

/** `npx --no veche create DIR`: writes a mini-app that builds, passes its test and can be published. */
try {
  const { folder, template, offered, ...given } = readArguments(process.argv.slice(2));
  const id = given.id ?? (await answered('Id of the app, in its address', offered));
  const name = given.name ?? (await answered('Name of the app', offered));
  writeApp(folder, template, { id, name });
  const path = relative(process.cwd(), folder);
  console.log(`${name} is in ${folder}. Go on with:\n\n  cd ${path}\n  npm install\n  npm run dev\n`);
} catch (error) {
  console.error(error instanceof VecheStartError ? error.message : error);
  process.exit(1);
}
// An answered terminal would keep us.
process.exit();

/** Asks in a terminal; without one, and for an empty line, takes what is offered. */
async function answered(question: string, offered: string): Promise<string> {
  if (!process.stdin.isTTY) return offered;
  return (await ask(`${question} [${offered}]: `)) || offered;
}
