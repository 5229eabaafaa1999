import type { BotMenu } from '@veche/contract';
import { readAppAction, toAppAddress } from '../../app-address.ts';
import { badRequest } from '../dialect-error.ts';
import type { DialectCall, DialectMethod } from '../method.ts';
import { findChat } from '../place.ts';
import { readLanguage } from './commands.ts';

const MAX_NAME_LENGTH = 64;
const MAX_DESCRIPTION_LENGTH = 512;
const MAX_SHORT_DESCRIPTION_LENGTH = 120;

export const setMyName: DialectMethod = {
  name: 'setMyName',
  uses: ['name', 'language_code'],
  run: async (request) => {
    const name = (request.parameters.text('name') ?? '').trim();
    if (name === '') throw badRequest('name must be non-empty');
    if (name.length > MAX_NAME_LENGTH) throw badRequest('name is too long');
    refuseLanguage(request);
    await request.call('bots.setName', { name });
    return true;
  },
};

export const getMyName: DialectMethod = {
  name: 'getMyName',
  uses: ['language_code'],
  run: async (request) => {
    refuseLanguage(request);
    return { name: (await request.self()).name };
  },
};

/** A bot has one name. */
function refuseLanguage(request: DialectCall): void {
  if (readLanguage(request) !== '') throw badRequest('names in several languages are not supported here');
}

export const setMyDescription: DialectMethod = {
  name: 'setMyDescription',
  uses: ['description', 'language_code'],
  run: async (request) => {
    const description = (request.parameters.text('description') ?? '').trim();
    if (description.length > MAX_DESCRIPTION_LENGTH) throw badRequest('description is too long');
    await request.call('bots.setAbout', { language: readLanguage(request), description });
    return true;
  },
};

export const getMyDescription: DialectMethod = {
  name: 'getMyDescription',
  uses: ['language_code'],
  run: async (request) => ({
    description: (await request.call('bots.getAbout', { language: readLanguage(request) })).description,
  }),
};

export const setMyShortDescription: DialectMethod = {
  name: 'setMyShortDescription',
  uses: ['short_description', 'language_code'],
  run: async (request) => {
    const shortDescription = (request.parameters.text('short_description') ?? '').trim();
    if (shortDescription.length > MAX_SHORT_DESCRIPTION_LENGTH) throw badRequest('short description is too long');
    await request.call('bots.setAbout', { language: readLanguage(request), shortDescription });
    return true;
  },
};

export const getMyShortDescription: DialectMethod = {
  name: 'getMyShortDescription',
  uses: ['language_code'],
  run: async (request) => ({
    short_description: (await request.call('bots.getAbout', { language: readLanguage(request) })).shortDescription,
  }),
};

export const setChatMenuButton: DialectMethod = {
  name: 'setChatMenuButton',
  uses: ['chat_id', 'menu_button'],
  run: async (request) => {
    const menu = readMenuButton(request);
    await request.call('bots.setMenu', { ...(await readDirectChat(request)), menu });
    return true;
  },
};

export const getChatMenuButton: DialectMethod = {
  name: 'getChatMenuButton',
  uses: ['chat_id'],
  run: async (request) => {
    const { menu } = await request.call('bots.getMenu', await readDirectChat(request));
    if (menu.kind === 'commands') return { type: 'commands' };
    return { type: 'web_app', text: menu.text, web_app: { url: toAppAddress(menu, request.webOrigin) } };
  },
};

/** Menu buttons are of direct chats alone. */
async function readDirectChat(request: DialectCall) {
  const given = request.parameters.integer('chat_id');
  if (given === undefined || given === 0) return {};
  if (given < 0) throw badRequest('chat not found');
  return { chatId: await findChat(request, given) };
}

function readMenuButton({ parameters, webOrigin }: DialectCall): BotMenu | null {
  const given = parameters.object('menu_button') ?? { type: 'default' };
  switch (given['type']) {
    case 'default':
      return null;
    case 'commands':
      return { kind: 'commands' };
    case 'web_app': {
      const text = typeof given['text'] === 'string' ? given['text'].trim() : '';
      if (text === '' || text.length > 64) throw badRequest('BUTTON_TEXT_INVALID');
      const { url = '' } = (given['web_app'] ?? {}) as { url?: string };
      return { ...readAppAction(url, webOrigin), text };
    }
    default:
      throw badRequest('unsupported type specified');
  }
}
