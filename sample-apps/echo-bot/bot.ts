import { Bot, InlineKeyboard } from 'grammy';
import { type Texts, textsFor } from './texts.ts';

export interface EchoBotOptions {
  /** Token of the bot, as it was shown at registration. */
  token: string;
  /** Where the Bot API is served, without a slash at the end. */
  apiRoot: string;
  /** Address of the mini-app behind the second button; without it there is no such button. */
  appUrl?: string | undefined;
}

/** An ordinary grammY bot: greets, echoes, counts the presses of a button. */
export function createEchoBot({ token, apiRoot, appUrl }: EchoBotOptions): Bot {
  const bot = new Bot(token, { client: { apiRoot } });

  bot.command('start', (ctx) => {
    const texts = textsFor(ctx.from?.language_code);
    return ctx.reply(texts.hello(ctx.from?.first_name ?? ''), { reply_markup: keyboard(texts, 0, appUrl) });
  });

  // The count travels in the button itself, so that the bot keeps nothing.
  bot.callbackQuery(/^ring:(\d{1,9})$/, async (ctx) => {
    const texts = textsFor(ctx.from.language_code);
    const times = Number(ctx.match[1]) + 1;
    await ctx.editMessageText(texts.rung(times), { reply_markup: keyboard(texts, times, appUrl) });
    await ctx.answerCallbackQuery(texts.heard);
  });

  bot.on('message:text', (ctx) =>
    ctx.chat.type === 'private'
      ? ctx.reply(ctx.msg.text)
      : ctx.reply(ctx.msg.text, { reply_parameters: { message_id: ctx.msg.message_id } }),
  );
  return bot;
}

function keyboard(texts: Texts, times: number, appUrl: string | undefined): InlineKeyboard {
  const buttons = new InlineKeyboard().text(texts.ring, `ring:${times}`);
  return appUrl === undefined ? buttons : buttons.row().webApp(texts.openApp, appUrl);
}
