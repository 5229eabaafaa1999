import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '@veche/server/main';
import { VecheStartError } from '@veche/server/start-error';
import { buildWhatChanged } from './builds.ts';
import { endProgram, startProgram } from './programs.ts';
import { listenForStop } from './stop-signals.ts';

/** `npm start`: builds what the browser loads, runs the server and, in development, the sample bot beside it. */
const root = fileURLToPath(new URL('../..', import.meta.url));

// The server takes the promise: PostgreSQL starts while the shell is built, and the port opens after both.
const builds = buildWhatChanged({ root, log: (line) => console.log(line) });
// A build may fail before the server waits for it; the server still hears of it.
builds.catch(() => undefined);
const starting = main({ builds });
let bot: ChildProcess | undefined;
let stopping = false;

listenForStop({
  onStop: () => {
    stopping = true;
    console.log('Stopping…');
    void stop().then(() => process.exit(0), failed);
  },
  onForce: () => {
    console.log('Stopping at once.');
    bot?.kill('SIGKILL');
    process.exit(130);
  },
});

try {
  const server = await starting;
  if (server.demo && !stopping) bot = startEchoBot({ ...server.demo, url: server.url });
} catch (error) {
  failed(error);
}

/** Children first, then the server, which closes PostgreSQL last. */
async function stop(): Promise<void> {
  if (bot) await endProgram(bot);
  // A start that failed has already said why and holds nothing.
  const server = await starting.catch(() => undefined);
  await server?.close();
}

type EchoBotOptions = NonNullable<Awaited<typeof starting>['demo']> & { readonly url: string };

function startEchoBot({ echoBotToken, dataFolder, url }: EchoBotOptions): ChildProcess {
  const child = startProgram(join('sample-apps', 'echo-bot', 'main.ts'), {
    cwd: root,
    // The bot gets its own settings and none of the server's secrets.
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      BOT_TOKEN: echoBotToken,
      API_ROOT: url,
      HELLO_APP: 'hello',
      STATE_FILE: join(dataFolder, 'echo-bot.json'),
    },
  });
  child.once('error', (error) => console.error(`The echo bot cannot be started: ${error.message}`));
  child.once('exit', (code, signal) => {
    if (!stopping) console.error(`The echo bot ended by itself (${signal ?? code}); everything else goes on.`);
  });
  return child;
}

/** What is expected to go wrong comes as one sentence; anything else keeps its stack. */
function failed(error: unknown): never {
  console.error(error instanceof VecheStartError ? error.message : error);
  process.exit(1);
}
