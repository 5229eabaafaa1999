import { type Bot, type BotOptions, button, createBot } from '@veche/bot-sdk';
import { createPlanting } from './planting.ts';
import { type Texts, texts } from './texts.ts';

export interface EchoBotOptions extends BotOptions {
  /** Public name of the mini-app behind the second button; without it there is no such button. */
  readonly app?: string | undefined;
}

/** Greets, echoes, counts the presses of a button, and takes requests for trees. */
export function createEchoBot({ app, ...options }: EchoBotOptions): Bot {
  const bot = createBot(options);
  const planting = createPlanting();

  // First, so that an answer to a question of the form is not echoed.
  bot.use(planting.handler);

  bot.command('start', (context) => {
    // A link that ends in `?start=plant` leads straight to the form.
    if (context.argument === 'plant') return planting.enter(context);
    const { sender, reply } = context;
    const said = texts[sender.language];
    return reply(said.hello(sender.name.split(' ')[0] ?? ''), { buttons: bell(said, 0, app) });
  });

  bot.command('plant', (context) => planting.enter(context));

  bot.command('cancel', async (context) => {
    const said = texts[context.sender.language];
    await context.reply((await planting.leave(context)) ? said.discarded : said.nothing);
  });

  // The count travels in the button itself, so that the bot keeps nothing.
  bot.button(/^ring:(\d{1,9})$/, async ({ match, person, edit, answer }) => {
    const said = texts[person.language];
    const times = Number(match[1]) + 1;
    await edit(said.rung(times), { buttons: bell(said, times, app) });
    await answer({ text: said.heard });
  });

  bot.on('message', async ({ message, chat, reply }) => {
    if (message.text !== '') await reply(message.text, { asReply: chat.kind !== 'direct' });
  });
  return bot;
}

/** Tells people what may be asked of the bot, in their language. */
export async function introduce({ call }: Bot): Promise<void> {
  for (const [language, { commands }] of [['', texts.en] as const, ['ru', texts.ru] as const]) {
    const list = Object.entries(commands).map(([command, description]) => ({ command, description }));
    await call('bots.setCommands', { language, commands: list });
  }
}

function bell(said: Texts, times: number, app: string | undefined) {
  const ring = button.callback(said.ring, `ring:${times}`);
  return app === undefined ? [[ring]] : [[ring], [button.app(said.openApp, app)]];
}
