import type { ChatId, chatSettings, InputOf, MessageId } from '@veche/contract';
import fc from 'fast-check';
import { clientId, type TestPerson } from '../support/server.ts';
import type { Device } from './device.ts';

const kinds = [
  ...Array<'send'>(14).fill('send'),
  ...Array<'react'>(4).fill('react'),
  'edit',
  'edit',
  'delete',
  'unreact',
  'unreact',
  'poll',
  'poll',
  'vote',
  'vote',
  'vote',
  'unvote',
  'closePoll',
  'liveLocation',
  'moveLocation',
  'forward',
  'forward',
  'pin',
  'pin',
  'unpin',
  'unpinAll',
  'reply',
  'reply',
  'reply',
  'title',
  'describe',
  'hideHistory',
  'promote',
  'demote',
  'restrict',
  'addMember',
  'removeMember',
  'markRead',
  'markRead',
  'draft',
  'settings',
  'settings',
  'hide',
  'clear',
  'openWindow',
  'closeWindow',
  'loadEarlier',
  'jump',
  'pause',
  'pause',
  'cut',
  'reload',
  'newDevice',
] as const;

/** One thing that happens: on which device, to which chat, and two numbers to choose with. */
export const act = fc.record({
  kind: fc.constantFrom(...kinds),
  device: fc.nat(3),
  chat: fc.nat(2),
  which: fc.nat(30),
  choice: fc.nat(2),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

export interface World {
  readonly devices: readonly Device[];
  readonly chats: readonly ChatId[];
  readonly owner: TestPerson;
  /** Who is added and removed. */
  readonly guest: TestPerson;
  /** Messages given to a client to send. */
  sends: number;
  /** Sends that a device took down with it before the server had confirmed them. */
  unsure: number;
}

const emoji = ['👍', '🔥', '🙏'];

/** Own settings of a chat, set and taken back. */
function ownSettings(which: number, choice: number): InputOf<typeof chatSettings.setSettings>['set'] {
  const sets = [
    { archived: choice > 0 },
    { pinned: choice > 0 },
    { mutedUntil: choice > 0 ? ('forever' as const) : null },
    { notify: (['all', 'mentions', 'none'] as const)[choice] ?? 'all' },
    { markedUnread: choice > 0 },
  ];
  return sets[which % sets.length] ?? {};
}

/** Does it without waiting for the end, as people do; refusals are the server's right. */
export async function perform(world: World, { kind, device: index, chat, which, choice }: Act): Promise<void> {
  const device = world.devices[index % world.devices.length];
  const chatId = world.chats[chat % world.chats.length];
  if (device === undefined || chatId === undefined) return;
  const client = device.client();
  const known = device.windows.get(chatId)?.messages.value.filter(({ state }) => state === 'sent') ?? [];
  const target = known[which % Math.max(1, known.length)]?.messageId ?? ((which + 2) as MessageId);
  const at = { chatId, messageId: target };
  const latest = (part: 'poll' | 'location') => known.findLast((message) => message[part])?.messageId ?? target;
  const tried = (promise: Promise<unknown>) => void promise.catch(() => undefined);
  switch (kind) {
    case 'send': {
      world.sends += 1;
      device.untold += 1;
      return tried(client.send(chatId, { text: `text ${world.sends}` }).then(() => (device.untold -= 1)));
    }
    case 'edit':
      return tried(client.call('messages.edit', { ...at, text: `edited ${which} ${choice}` }));
    case 'delete':
      return tried(client.call('messages.delete', { chatId, messageIds: [target] }));
    case 'poll':
    case 'liveLocation': {
      // The answer may be lost, so nobody knows whether it was sent.
      world.sends += 1;
      world.unsure += 1;
      const poll = { question: `poll ${which}`, options: ['a', 'b', 'c'], anonymous: choice > 0, multiple: choice > 1 };
      const location = { latitude: which, longitude: choice, live: { seconds: 600 } };
      const part = kind === 'poll' ? { poll } : { location };
      return tried(client.call('messages.send', { chatId, clientId: clientId(), ...part }));
    }
    case 'vote':
      return tried(client.call('polls.vote', { chatId, messageId: latest('poll'), options: [choice] }));
    case 'unvote':
      return tried(client.call('polls.retract', { chatId, messageId: latest('poll') }));
    case 'closePoll':
      return tried(client.call('polls.close', { chatId, messageId: latest('poll') }));
    case 'moveLocation': {
      const to = { latitude: which, longitude: choice };
      return tried(client.call('locations.move', { chatId, messageId: latest('location'), ...to }));
    }
    case 'forward': {
      world.sends += 1;
      world.unsure += 1;
      const [first = chatId] = world.chats;
      const copy = { chatId, fromChatId: choice > 0 ? chatId : first, messageIds: [target], clientId: clientId() };
      return tried(client.call('messages.forward', copy));
    }
    case 'pin':
      return tried(world.owner.call('pins.set', at));
    case 'unpin':
      return tried(world.owner.call('pins.unset', at));
    case 'unpinAll':
      return tried(world.owner.call('pins.unsetAll', { chatId }));
    case 'reply':
      world.sends += 1;
      device.untold += 1;
      return tried(
        client.send(chatId, { text: `reply ${world.sends}`, replyTo: target }).then(() => (device.untold -= 1)),
      );
    case 'react':
      return tried(client.call('reactions.add', { ...at, emoji: emoji[choice] ?? '👍' }));
    case 'unreact':
      return tried(client.call('reactions.remove', { ...at, emoji: emoji[choice] ?? '👍' }));
    case 'title':
      return tried(client.call('chats.update', { chatId, title: `Title ${which}` }));
    case 'describe': {
      const change = [
        { description: `About ${which}` },
        { description: null },
        { permissions: ['sendMessages', 'react'] },
      ];
      return tried(world.owner.call('chats.update', { chatId, ...(change[choice] as object) }));
    }
    case 'hideHistory': {
      const historyForNewMembers = choice > 0 ? 'hidden' : 'shown';
      return tried(world.owner.call('chats.update', { chatId, historyForNewMembers }));
    }
    case 'promote': {
      const rights = [['inviteMembers', 'pinMessages'], ['pinMessages'], ['changeInfo', 'inviteMembers']] as const;
      const promotion = { chatId, accountId: world.guest.accountId, rights: [...(rights[choice] ?? rights[0])] };
      return tried(world.owner.call('members.promote', promotion));
    }
    case 'demote':
      return tried(world.owner.call('members.demote', { chatId, accountId: world.guest.accountId }));
    case 'restrict': {
      const denied = choice > 0 ? (['react', 'pinMessages'] as const).slice(0, choice) : [];
      return tried(
        world.owner.call('members.restrict', { chatId, accountId: world.guest.accountId, denied: [...denied] }),
      );
    }
    case 'addMember':
      return tried(client.call('chats.addMember', { chatId, accountId: world.guest.accountId }));
    case 'removeMember':
      return tried(client.call('chats.removeMember', { chatId, accountId: world.guest.accountId }));
    case 'markRead':
      return tried(client.markRead(chatId, target));
    case 'draft':
      return tried(client.setDraft(chatId, `draft ${which}`));
    case 'hide':
      return tried(client.call('messages.hide', { chatId, messageIds: [target] }));
    case 'clear':
      // Far enough behind to leave something to go on with.
      return tried(client.call('chats.clearHistory', { chatId, upTo: Math.max(0, target - 30 - which) }));
    case 'settings':
      return tried(client.call('chats.setSettings', { chatId, set: ownSettings(which, choice) }));
    case 'openWindow':
      device.windows.get(chatId)?.close();
      return void device.windows.set(chatId, client.openWindow(chatId));
    case 'closeWindow':
      device.windows.get(chatId)?.close();
      return void device.windows.delete(chatId);
    case 'loadEarlier':
      return tried(device.windows.get(chatId)?.loadEarlier() ?? Promise.resolve());
    case 'jump':
      return tried(device.windows.get(chatId)?.jumpTo(target) ?? Promise.resolve());
    case 'pause':
      return new Promise((resolve) => setTimeout(resolve, which * 3));
    case 'cut':
      return device.network.cut();
    case 'reload':
      world.unsure += device.untold;
      return device.restart(true);
    case 'newDevice':
      world.unsure += device.untold + (await device.store().queue()).length;
      return device.restart(false);
  }
}
