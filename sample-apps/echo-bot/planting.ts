import { askReply, button, type Context, conversation, type Conversation, inRows, key, keyboard } from '@veche/bot-sdk';
import { texts } from './texts.ts';

type Place = Context<'message' | 'buttonPressed'>;

/** A request is forgotten when the person says nothing for a day. */
const DAY_SECONDS = 86_400;

/** A small form: a street, a number of trees, a last look, and a file as the receipt. */
export function createPlanting(): Conversation {
  return conversation({
    name: 'planting',
    expiresInSeconds: DAY_SECONDS,
    begin: () => ({ street: '', trees: 0 }),
    first: 'street',
    steps: {
      street: {
        enter: (context) => context.reply(saidTo(context).whichStreet, asking(context)),
        message: ({ message }, talk) => {
          talk.state.street = message.text;
          talk.go('trees');
        },
      },
      trees: {
        enter: (context) =>
          context.reply(saidTo(context).howMany, asking(context, keyboard(inRows(NUMBERS.map(key.text), 3), ONCE))),
        message: async (context, talk) => {
          if (!NUMBERS.includes(context.message.text)) {
            await context.reply(saidTo(context).notThis);
            return;
          }
          talk.state.trees = Number(context.message.text);
          talk.go('look');
        },
      },
      look: {
        enter: (context, { state }) => {
          const said = saidTo(context);
          const buttons = [[button.callback(said.send, 'plant:send'), button.callback(said.discard, 'plant:discard')]];
          return context.reply(said.summary(state.street, state.trees), { buttons });
        },
        button: async (context, talk, next) => {
          if (!context.data.startsWith('plant:')) return next();
          const said = saidTo(context);
          const { street, trees } = talk.state;
          if (context.data === 'plant:discard') await context.edit(said.discarded);
          else {
            const receipt = new TextEncoder().encode(said.receipt(street, trees));
            await context.sendFile(receipt, { name: said.receiptName }, { text: said.sent });
            await context.edit(said.summary(street, trees));
          }
          talk.end();
        },
      },
    },
  });
}

const NUMBERS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const ONCE = { oneTime: true } as const;

function saidTo(context: Place) {
  return texts[context.kind === 'message' ? context.sender.language : context.person.language];
}

/** In groups a bot hears what answers it, so the field is opened for an answer; in direct chats there may be keys. */
function asking(context: Place, keys?: ReturnType<typeof keyboard>) {
  if (context.chat.kind !== 'direct') return { asReply: true, keyboard: askReply({ selective: true }) };
  return keys === undefined ? {} : { keyboard: keys };
}
