import { createEchoBot, introduce } from './bot.ts';
import { createFileStorage } from './file-storage.ts';

const { BOT_TOKEN: token, API_ROOT: baseUrl, HELLO_APP: app, STATE_FILE: stateFile } = process.env;
if (!token || !baseUrl || !stateFile) {
  console.error('The echo bot needs BOT_TOKEN, API_ROOT and STATE_FILE.');
  process.exit(1);
}

const bot = createEchoBot({ token, baseUrl, app, storage: createFileStorage(stateFile) });

// What was handled is confirmed before the program ends, so that nothing is echoed twice.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void bot.stop());

await introduce(bot);
await bot.start();
