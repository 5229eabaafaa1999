import { Bot, type Context, InlineKeyboard, InputFile, Keyboard, session, type SessionFlavor } from 'grammy';
import { type Texts, textsFor } from './texts.ts';

export interface GrammyBotOptions {
  /** Token of the bot, as it was shown at registration. */
  token: string;
  /** Where the Bot API is served, without a slash at the end. */
  apiRoot: string;
  /** Address of the mini-app behind the second button; without it there is no such button. */
  appUrl?: string | undefined;
}

/** The request for trees as far as it has come. */
interface Session {
  step: 'street' | 'trees' | 'look' | null;
  street: string;
  trees: number;
}
type BotContext = Context & SessionFlavor<Session>;

const NUMBERS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** An ordinary grammY bot: greets, echoes, counts the presses of a button, and takes requests for trees. */
export function createGrammyBot({ token, apiRoot, appUrl }: GrammyBotOptions): Bot<BotContext> {
  const bot = new Bot<BotContext>(token, { client: { apiRoot } });
  bot.use(session({ initial: (): Session => ({ step: null, street: '', trees: 0 }) }));

  const plant = (ctx: BotContext) => {
    ctx.session.step = 'street';
    return ctx.reply(textsFor(ctx.from?.language_code).whichStreet);
  };

  bot.command('start', (ctx) => {
    if (ctx.match === 'plant') return plant(ctx);
    const said = textsFor(ctx.from?.language_code);
    return ctx.reply(said.hello(ctx.from?.first_name ?? ''), { reply_markup: bell(said, 0, appUrl) });
  });

  bot.command('plant', plant);

  bot.command('cancel', (ctx) => {
    const said = textsFor(ctx.from?.language_code);
    const { step } = ctx.session;
    ctx.session.step = null;
    return ctx.reply(step === null ? said.nothing : said.discarded);
  });

  // The count travels in the button itself, so that the bot keeps nothing.
  bot.callbackQuery(/^ring:(\d{1,9})$/, async (ctx) => {
    const said = textsFor(ctx.from.language_code);
    const times = Number(ctx.match[1]) + 1;
    await ctx.editMessageText(said.rung(times), { reply_markup: bell(said, times, appUrl) });
    await ctx.answerCallbackQuery(said.heard);
  });

  bot.callbackQuery(/^plant:(send|discard)$/, async (ctx) => {
    const said = textsFor(ctx.from.language_code);
    const { step, street, trees } = ctx.session;
    if (step === 'look') {
      ctx.session.step = null;
      if (ctx.match[1] === 'discard') await ctx.editMessageText(said.discarded);
      else {
        const receipt = new TextEncoder().encode(said.receipt(street, trees));
        await ctx.replyWithDocument(new InputFile(receipt, said.receiptName), { caption: said.sent });
        await ctx.editMessageText(said.summary(street, trees));
      }
    }
    await ctx.answerCallbackQuery();
  });

  bot.on('message:text', (ctx) => {
    const said = textsFor(ctx.from.language_code);
    const { text } = ctx.msg;
    switch (ctx.session.step) {
      case 'street': {
        ctx.session.street = text;
        ctx.session.step = 'trees';
        const keys = Keyboard.from([NUMBERS.slice(0, 3), NUMBERS.slice(3, 6), NUMBERS.slice(6)]);
        return ctx.reply(said.howMany, { reply_markup: keys.resized().oneTime() });
      }
      case 'trees': {
        if (!NUMBERS.includes(text)) return ctx.reply(said.notThis);
        ctx.session.trees = Number(text);
        ctx.session.step = 'look';
        const buttons = new InlineKeyboard().text(said.send, 'plant:send').text(said.discard, 'plant:discard');
        return ctx.reply(said.summary(ctx.session.street, ctx.session.trees), { reply_markup: buttons });
      }
      default:
        return ctx.chat.type === 'private'
          ? ctx.reply(text)
          : ctx.reply(text, { reply_parameters: { message_id: ctx.msg.message_id } });
    }
  });
  return bot;
}

function bell(said: Texts, times: number, appUrl: string | undefined): InlineKeyboard {
  const buttons = new InlineKeyboard().text(said.ring, `ring:${times}`);
  return appUrl === undefined ? buttons : buttons.row().webApp(said.openApp, appUrl);
}
