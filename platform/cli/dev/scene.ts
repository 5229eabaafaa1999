import { randomUUID } from 'node:crypto';
import type { AccountId, AnyMethod, ChatId, ClientId, InputOf, Message, MethodByName, OutputOf } from '@veche/contract';
import { VecheError } from '@veche/contract';
import type { SeededServer } from '@veche/server';
import { type Call, callerOf } from '../call.ts';
import { type Group, people as keys, type PersonKey, type Place } from './cast.ts';

/** The fake people and their chats. What they do goes over HTTP, as what real ones do. */
export interface Scene {
  readonly people: readonly PersonKey[];
  /** A new session of a person: its token. */
  signIn(person: PersonKey): Promise<string>;
  /** Any method as a person; refusals come as VecheError. */
  as(person: PersonKey): Call;
  chatOf(person: PersonKey, place: Place): Promise<ChatId>;
  writes(person: PersonKey, place: Place, text: string): Promise<void>;
  /** The newest button of the bot with these words, or its answer when it gave one. Throws when there is none. */
  presses(person: PersonKey, place: Place, button: string): Promise<OutputOf<MethodByName<'messages.pressButton'>>>;
  joins(person: PersonKey, place: Group): Promise<void>;
  leaves(person: PersonKey, place: Group): Promise<void>;
  /** The newest messages of a place, as a person sees them, the oldest of them first. */
  messages(person: PersonKey, place: Place): Promise<readonly Message[]>;
}

/** How many of the newest messages are looked at. */
const LOOKED_AT = 30;

export async function createScene(url: string, { people, groupId, bot }: SeededServer): Promise<Scene> {
  const tokens = new Map<PersonKey, string>();
  const signIn = async (person: PersonKey): Promise<string> => {
    const input = { accountId: people[person], device: 'veche dev', transport: 'token' } as const;
    const { token } = await callerOf(url)('identity.signInAsDemo', input);
    if (token === undefined) throw new Error('signing in by token answered none');
    tokens.set(person, token);
    return token;
  };
  const as =
    (person: PersonKey): Call =>
    async <N extends AnyMethod['name']>(name: N, input: InputOf<MethodByName<N>>) => {
      try {
        return await callerOf(url, tokens.get(person) ?? (await signIn(person)))(name, input);
      } catch (error) {
        // The clock went past the end of the session.
        if (!(error instanceof VecheError) || !['session_ended', 'unauthenticated'].includes(error.code)) throw error;
        return callerOf(url, await signIn(person))(name, input);
      }
    };

  const club = await as('alice')('chats.createGroup', {
    clientId: clientId(),
    title: 'Клуб',
    memberIds: [bot.accountId],
  });
  const invitation = await as('alice')('invites.create', { chatId: club.chat.chatId, clientId: clientId() });
  const yard = await as('alice')('invites.create', { chatId: groupId, clientId: clientId() });
  const groups = {
    yard: { chatId: groupId, token: yard.invite.token },
    club: { chatId: club.chat.chatId, token: invitation.invite.token },
  };
  const chatOf = async (person: PersonKey, place: Place): Promise<ChatId> => {
    if (place !== 'direct') return groups[place].chatId;
    return (await as(person)('chats.createDirect', { accountId: bot.accountId })).chat.chatId;
  };
  const messages = async (person: PersonKey, place: Place): Promise<readonly Message[]> => {
    const chatId = await chatOf(person, place);
    return (await as(person)('messages.history', { chatId, limit: LOOKED_AT })).messages;
  };

  return {
    ...{ as, chatOf, messages, signIn },
    people: keys,
    writes: async (person, place, text) => {
      await as(person)('messages.send', { chatId: await chatOf(person, place), clientId: clientId(), text });
    },
    presses: async (person, place, text) => {
      const found = findButton(await messages(person, place), bot.accountId, text);
      const { chatId, messageId, data } = found;
      return as(person)('messages.pressButton', { chatId, messageId, data, clientId: clientId() });
    },
    joins: async (person, place) => void (await as(person)('invites.join', { token: groups[place].token })),
    leaves: async (person, place) => void (await as(person)('chats.leave', { chatId: groups[place].chatId })),
  };
}

export const clientId = (): ClientId => randomUUID() as ClientId;

function findButton(messages: readonly Message[], botId: AccountId, text: string) {
  const buttons = messages
    .filter(({ senderId }) => senderId === botId)
    .flatMap(({ chatId, messageId, buttons: rows = [] }) =>
      rows.flat().map((button) => ({ chatId, messageId, ...button })),
    );
  const found = buttons.findLast((button) => button.text === text);
  if (found?.action.kind === 'callback') return { ...found, data: found.action.data };
  const there = buttons.map((button) => JSON.stringify(button.text)).join(', ');
  throw new Error(`There is no button ${JSON.stringify(text)} to press; there is ${there === '' ? 'none' : there}.`);
}
