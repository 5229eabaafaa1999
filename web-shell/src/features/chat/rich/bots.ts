import { html, nothing, type TemplateResult } from 'lit';
import type { ChatBot } from '@veche/contract';
import appWindow from 'lucide-static/icons/app-window.svg?raw';
import slash from 'lucide-static/icons/square-slash.svg?raw';
import { icon } from '../../../parts/icon.ts';
import { attempt } from '../../../state/attempt.ts';
import { accountOf } from '../../../state/people.ts';
import type { MessageRow } from '../../../sync/client.ts';
import type { OpenChat } from '../open-chat.ts';
import { topicOf } from '../topic-of.ts';
import type { OfferList } from './offer-list.ts';

/** The bots of the chat, as they were at the last reading; none while nobody can be asked. */
export async function readBots(chat: OpenChat, { anew = false } = {}): Promise<readonly ChatBot[]> {
  const known = chat.bots.peek();
  if (known !== null && !anew) return known;
  if (chat.row.peek()?.kind === 'channel') return [];
  try {
    const held = chat.keyboard.peek();
    const { bots, keyboard } = await chat.shell.client.call('chats.bots', { chatId: chat.chatId });
    const now = chat.keyboard.peek();
    // Messages that came meanwhile have brought a newer one; one that was held before may be in force no more.
    const isOver = anew && now === held && held !== null && keyboard?.messageId !== held.messageId;
    if (isOver) chat.keyboard.value = null;
    if (keyboard !== undefined && (isOver || keyboard.messageId > (now?.messageId ?? 0))) {
      chat.keyboard.value = {
        ...keyboard,
        isOpen: keyboard.keyboard.kind === 'keys' && keyboard.keyboard.oneTime !== true,
      };
    }
    return (chat.bots.value = bots);
  } catch {
    return [];
  }
}

/** Before the field: what a bot of the chat can do, or the app that it opens. */
export function menuButton(chat: OpenChat): TemplateResult | typeof nothing {
  const bots = chat.bots.value ?? [];
  const menu = bots[0]?.menu;
  const { t } = chat.shell.words;
  if (menu?.kind === 'app') {
    const run = () =>
      chat.shell.router.openLayer({
        run: menu.app,
        ...(menu.startParam !== undefined && { start: menu.startParam }),
      });
    return html`<button class="icon-button bot-app" type="button" title=${menu.text} @click=${run}>
      ${icon(appWindow)}<span class="cut">${menu.text}</span>
    </button>`;
  }
  if (!bots.some(({ commands }) => commands.length > 0)) return nothing;
  const toggle = ({ currentTarget }: Event) => {
    const root = (currentTarget as HTMLElement).getRootNode() as ShadowRoot;
    void root.querySelector<OfferList>('veche-offers')?.toggleCommands();
  };
  return html`<button
    class="icon-button"
    type="button"
    aria-label=${t('commands.list')}
    title=${t('commands.list')}
    @pointerdown=${(event: Event) => event.preventDefault()}
    @click=${toggle}
  >
    ${icon(slash)}
  </button>`;
}

/** A command in a message as a button that sends it; where one may not write, it is but a word. */
export function commandButton(
  chat: OpenChat,
  message: MessageRow,
  words: string,
  inner: unknown,
  tab: number,
): unknown {
  if (!chat.mayWrite.value) return html`<span class="tag">${inner}</span>`;
  const bot = chat.kind.value === 'group' ? accountOf(chat.shell, message.senderId) : undefined;
  // In a group the bot that names its command is the one that is meant.
  const addressee = bot?.kind === 'bot' && bot.username !== undefined && !words.includes('@') ? `@${bot.username}` : '';
  const text = `${words}${addressee}`;
  const send = () => attempt(chat.shell, () => chat.shell.client.send(chat.chatId, { text, ...topicOf(chat) }));
  const label = chat.shell.words.t('commands.send', { command: text });
  return html`<button class="name" tabindex=${tab} title=${label} @click=${() => void send()}>${inner}</button>`;
}
