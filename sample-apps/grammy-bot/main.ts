import { createGrammyBot } from './bot.ts';

const { BOT_TOKEN: token, API_ROOT: apiRoot, HELLO_APP_URL: appUrl } = process.env;
if (!token || !apiRoot) {
  console.error('The grammY bot needs BOT_TOKEN and API_ROOT.');
  process.exit(1);
}

const bot = createGrammyBot({ token, apiRoot: apiRoot.replace(/\/+$/, ''), appUrl });
bot.catch(({ error, ctx }) => console.error(`The grammY bot failed on update ${ctx.update.update_id}:`, error));

// What was handled is confirmed before the program ends, so that nothing is echoed twice.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void bot.stop());

await bot.start();
