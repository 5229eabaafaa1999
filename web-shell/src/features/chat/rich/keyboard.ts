import { effect, signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit';
import type { Key, Keyboard } from '@veche/contract';
import appWindow from 'lucide-static/icons/app-window.svg?raw';
import keyboardIcon from 'lucide-static/icons/keyboard.svg?raw';
import mapPin from 'lucide-static/icons/map-pin.svg?raw';
import phone from 'lucide-static/icons/phone.svg?raw';
import vote from 'lucide-static/icons/vote.svg?raw';
import { icon } from '../../../parts/icon.ts';
import { attempt } from '../../../state/attempt.ts';
import { accountOf, nameOf } from '../../../state/people.ts';
import { createPlatformQuestions } from '../../../state/platform-questions.ts';
import type { MessageRow } from '../../../sync/client.ts';
import type { OpenChat } from '../open-chat.ts';
import { topicOf } from '../topic-of.ts';
import { newPoll, sharePlace } from './attach-items.ts';
import { readBots } from './bots.ts';

/** Whether a keyboard was meant for the person. */
function isForMe({ shell }: OpenChat, { forIds }: Keyboard): boolean {
  const me = shell.client.myId.peek();
  return forIds === undefined || (me !== null && forIds.includes(me));
}

/**
 * Asks the bots of the chat what they can do once one is known to be there, and follows which keyboard is in force:
 * that of the last reading, then those that messages bring.
 */
export function followBots(chat: OpenChat): () => void {
  let knowsBots = false;
  /** The bots are known, or could not be read. */
  const wasRead = signal(false);
  /** Keyboards of those who were no bots of the chat at the last reading; one may have come since. */
  const strange = new Set<number>();
  let memberCount: number | undefined;
  const isHere = ({ senderId }: MessageRow) =>
    chat.bots.value?.some(({ account }) => account.accountId === senderId) !== false;
  return effect(() => {
    const messages = chat.window.messages.value;
    const me = chat.shell.client.myId.value;
    const ids = [chat.row.peek()?.peerId, ...messages.map(({ senderId }) => senderId)];
    const hasBot = ids.some((id) => accountOf(chat.shell, id)?.kind === 'bot');
    const isOnline = chat.shell.client.status.value === 'online';
    if (hasBot && isOnline && !knowsBots) {
      knowsBots = true;
      void readBots(chat).then((bots) => {
        wasRead.value = true;
        // What could not be read is tried again with the next news.
        knowsBots = chat.bots.peek() === bots;
      });
    }
    const count = chat.memberCount.value;
    const isFewer = count !== undefined && memberCount !== undefined && count < memberCount;
    memberCount = count;
    // Who went may be a bot: what it offered goes with it.
    if (isFewer && (chat.bots.peek()?.length ?? 0) > 0) void readBots(chat, { anew: true });
    const known = chat.keyboard.value;
    const gone = messages.find(({ messageId }) => messageId === known?.messageId)?.deleted === true;
    // The last message of what is shown says nothing while later ones are not there.
    const isAtEnd = (wasRead.value || !isOnline) && !chat.window.hasLater.value;
    const isMeant = ({ keyboard, deleted, state }: MessageRow) =>
      state === 'sent' && deleted !== true && keyboard !== undefined && isForMe(chat, keyboard);
    const last = isAtEnd ? messages.findLast((message) => isMeant(message) && isHere(message)) : undefined;
    const newest = isAtEnd ? messages.findLast(isMeant) : undefined;
    if (newest !== undefined && newest !== last && !strange.has(newest.messageId)) {
      strange.add(newest.messageId);
      void readBots(chat, { anew: true });
    }
    if (last?.keyboard !== undefined && last.messageId > (known?.messageId ?? 0)) {
      // A key that was to be pressed once was, if something was said since.
      const isUsed = messages.some(
        ({ senderId, messageId, state }) => senderId === me && (state !== 'sent' || messageId > last.messageId),
      );
      take(chat, last, last.keyboard, isUsed);
    } else if (gone) chat.keyboard.value = null;
  });
}

function take(chat: OpenChat, message: MessageRow, keyboard: Keyboard, isUsed: boolean): void {
  const isOpen = keyboard.kind === 'keys' && !(keyboard.oneTime === true && isUsed);
  chat.keyboard.value = { messageId: message.messageId, keyboard, isOpen };
  const isEmpty = chat.typed.peek().trim() === '';
  const isFree = isEmpty && chat.replyTo.peek() === null && chat.editing.peek() === null;
  if (keyboard.kind === 'reply' && !isUsed && isFree) chat.replyTo.value = message;
}

/** What stands in the empty field while a keyboard says so. */
export function placeholder(chat: OpenChat): string | undefined {
  const { keyboard } = chat.keyboard.value ?? {};
  if (keyboard === undefined || keyboard.kind === 'none') return undefined;
  return keyboard.kind === 'keys' || chat.replyTo.value !== null ? keyboard.placeholder : undefined;
}

/** Shows the keys, or puts them away. */
export function keyboardToggle(chat: OpenChat): TemplateResult | typeof nothing {
  const held = chat.keyboard.value;
  if (held?.keyboard.kind !== 'keys' || (held.keyboard.persistent === true && held.isOpen)) return nothing;
  const label = chat.shell.words.t(held.isOpen ? 'keyboard.hide' : 'keyboard.show');
  return html`<button
    class="icon-button keys"
    type="button"
    aria-expanded=${held.isOpen}
    aria-label=${label}
    title=${label}
    @click=${() => (chat.keyboard.value = { ...held, isOpen: !held.isOpen })}
  >
    ${icon(keyboardIcon)}
  </button>`;
}

const pictures: Record<NonNullable<Key['asks']>['kind'], string> = {
  contact: phone,
  location: mapPin,
  poll: vote,
  app: appWindow,
};

/** The keys in force, over the field. */
export function keyboardPanel(chat: OpenChat): TemplateResult | typeof nothing {
  const held = chat.keyboard.value;
  if (held === null || !held.isOpen || held.keyboard.kind !== 'keys') return nothing;
  const { rows, resize } = held.keyboard;
  return html`<div
    class="keyboard"
    role="group"
    aria-label=${chat.shell.words.t('keyboard.label')}
    ?data-tall=${resize !== true}
  >
    ${rows.map(
      (keys) =>
        html`<div class="key-row">
          ${keys.map(
            (key) =>
              html`<button class="key" type="button" @click=${() => void pressKey(chat, key)}>
                ${key.asks === undefined ? nothing : icon(pictures[key.asks.kind])}<bdi>${key.text}</bdi>
              </button>`,
          )}
        </div>`,
    )}
  </div>`;
}

async function pressKey(chat: OpenChat, { text, asks }: Key): Promise<void> {
  const held = chat.keyboard.peek();
  if (held === null) return;
  const done = () => {
    const now = chat.keyboard.peek();
    if (now?.messageId !== held.messageId || now.keyboard.kind !== 'keys' || now.keyboard.oneTime !== true) return;
    chat.keyboard.value = { ...now, isOpen: false };
  };
  await attempt(chat.shell, async () => {
    if (asks === undefined) {
      // In a group a bot that is not told everything hears the answer to its message.
      const replyTo = chat.row.peek()?.kind === 'group' ? { replyTo: held.messageId } : {};
      await chat.shell.client.send(chat.chatId, { text, ...replyTo, ...topicOf(chat) });
      return done();
    }
    if (asks.kind === 'poll') return newPoll(chat, { isQuiz: asks.quiz === true, sent: done });
    if (asks.kind === 'app') {
      chat.shell.router.openLayer({
        run: asks.app,
        from: String(held.messageId),
        ...(asks.startParam !== undefined && { start: asks.startParam }),
      });
      return;
    }
    if (asks.kind === 'contact' ? await sendOwnContact(chat) : await sendOwnPlace(chat)) done();
  });
}

/** The question is the platform's own: it names the bot and what it gets. */
async function askFor(chat: OpenChat, what: 'contact' | 'name' | 'place', items: readonly string[]): Promise<boolean> {
  const { shell } = chat;
  const id = chat.row.peek()?.peerId ?? shell.client.myId.peek()!;
  const name = nameOf(shell, id);
  await import('../../../parts/platform-sheet.ts');
  const questions = createPlatformQuestions();
  const requester = { key: `bot ${id}`, id, name, isVerified: false };
  const answer = questions.ask(
    { kind: 'share', requester, what: shell.words.t(`ask.${what}`, { bot: name }), items },
    '',
  );
  const sheet = html`<veche-platform-sheet .shell=${shell} .questions=${questions}></veche-platform-sheet>`;
  chat.sheet.value = sheet;
  const isGiven = (await answer) === 'accepted';
  if (chat.sheet.peek() === sheet) chat.sheet.value = null;
  return isGiven;
}

async function sendOwnContact(chat: OpenChat): Promise<boolean> {
  const { client, words } = chat.shell;
  const { account, phone: number } = await client.call('identity.me', {});
  const { accountId, name } = account;
  const isGiven =
    number === undefined
      ? await askFor(chat, 'name', [name, words.t('ask.nameText')])
      : await askFor(chat, 'contact', [name, number]);
  if (!isGiven) return false;
  const contact = { name, accountId, ...(number !== undefined && { phone: number }) };
  await client.call('messages.send', { chatId: chat.chatId, clientId: crypto.randomUUID(), contact });
  return true;
}

async function sendOwnPlace(chat: OpenChat): Promise<boolean> {
  return (await askFor(chat, 'place', [chat.shell.words.t('ask.placeText')])) && (await sharePlace(chat, false));
}
