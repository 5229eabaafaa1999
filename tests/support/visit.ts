import type { AccountId, Attachment, Message } from '@veche/contract';
import type { Seen, Visit } from './planting-bot.ts';
import { clientId, type TestServer } from './server.ts';

/** Sends people of a real server to a bot. */
export function visitsOn(server: TestServer, { accountId }: { readonly accountId: AccountId }): Visit {
  return async (name, language) => {
    const person = await server.person(name);
    await person.call('identity.updateProfile', { language });
    const { chatId } = (await person.call('chats.createDirect', { accountId })).chat;

    const ofBot = async (): Promise<Message[]> => {
      const { messages } = await person.call('messages.history', { chatId });
      return messages.filter(({ senderId }) => senderId === accountId);
    };
    const contentOf = async ({ messageId }: Message, { fileId }: Attachment): Promise<string> => {
      const headers = { authorization: `Bearer ${await person.token()}` };
      return (await fetch(`${server.url}/files/${fileId}?chat=${chatId}&message=${messageId}`, { headers })).text();
    };

    return {
      says: (text) => person.call('messages.send', { chatId, clientId: clientId(), text }),
      presses: async (text) => {
        const message = (await ofBot()).findLast(({ buttons = [] }) => buttons.flat().some((one) => one.text === text));
        const action = message?.buttons?.flat().find((one) => one.text === text)?.action;
        if (message === undefined || action?.kind !== 'callback') throw new Error(`There is no button ${text}.`);
        const { messageId } = message;
        const press = { chatId, messageId, clientId: clientId(), data: action.data };
        return person.call('messages.pressButton', press);
      },
      last: async () => {
        const message = (await ofBot()).at(-1);
        return seen(message, async (file) => (message === undefined ? '' : contentOf(message, file)));
      },
    };
  };
}

/** A message as a person sees it. */
export async function seen(
  message: Message | undefined,
  contentOf: (file: Attachment) => Promise<string>,
): Promise<Seen> {
  const { text = '', buttons = [], keyboard, attachments = [] } = message ?? {};
  const keys = keyboard?.kind === 'keys' ? keyboard.rows.flat() : [];
  const [file] = attachments;
  return {
    text,
    buttons: buttons.flat().map((button) => button.text),
    keys: keys.map((key) => key.text),
    ...(file === undefined ? {} : { file: { name: file.name, content: await contentOf(file) } }),
  };
}
