import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a program without packages into a folder: a bot of the Telegram dialect that repeats texts after a word. */
export function writePlainBot(folder: string, word: string): string {
  const file = join(folder, 'bot.mjs');
  writeFileSync(
    file,
    `const call = async (method, fields) => {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) };
      return (await fetch(process.env.API_ROOT + '/bot' + process.env.BOT_TOKEN + '/' + method, init)).json();
    };
    for (let offset = 0; ; ) {
      const { result = [] } = await call('getUpdates', { offset, timeout: 20 });
      for (const { update_id, message } of result) {
        offset = update_id + 1;
        if (message?.text) await call('sendMessage', { chat_id: message.chat.id, text: '${word} ' + message.text });
      }
    }`,
  );
  return file;
}
