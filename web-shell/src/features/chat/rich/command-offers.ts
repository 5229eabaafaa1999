import { html, nothing } from 'lit';
import type { ChatBot } from '@veche/contract';
import type { OpenChat } from '../open-chat.ts';
import { readBots } from './bots.ts';
import { type Offer, type OfferSource, putIn } from './offers.ts';

/** The word after the / that the text begins with, when the caret ends it. */
function typedIn({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): string | null {
  const before = value.slice(0, selectionStart);
  const match = selectionStart === selectionEnd ? /^\/([a-z0-9_]{0,32}(?:@\w{0,32})?)$/i.exec(before) : null;
  return match === null ? null : (match[1] ?? '').toLowerCase();
}

/** Commands of the chat's bots that begin as what is typed after a / at the start. */
export function createCommandSource(): OfferSource & Required<Pick<OfferSource, 'offerAll'>> {
  const offered = (chat: OpenChat, bots: readonly ChatBot[], area: HTMLTextAreaElement, word: string) => ({
    label: chat.shell.words.t('commands.list'),
    offers: bots.flatMap((bot) => offersOf(bot, { area, word, isAlone: bots.length === 1 })),
  });
  return {
    async offer(chat, area) {
      const word = typedIn(area);
      return word === null ? null : offered(chat, await readBots(chat), area, word);
    },
    offerAll: async (chat, area) => offered(chat, await readBots(chat), area, ''),
  };
}

function offersOf(
  { account, commands }: ChatBot,
  { area, word, isAlone }: { area: HTMLTextAreaElement; word: string; isAlone: boolean },
): Offer[] {
  const { name, username } = account;
  return commands.flatMap(({ command, description }): Offer[] => {
    // Among several bots, the one that is meant is named.
    const words = isAlone || username === undefined ? command : `${command}@${username}`;
    if (!words.toLowerCase().startsWith(word)) return [];
    return [
      {
        said: `/${command}, ${description}${isAlone ? '' : `, ${name}`}`,
        isTyped: word === words.toLowerCase(),
        draw: () =>
          html`<span class="text">
            <span class="cut"
              ><strong>/${command}</strong> ${isAlone ? nothing : html`<bdi class="soft">${name}</bdi>`}</span
            >
            <span class="soft about">${description}</span>
          </span>`,
        // In place of all that was typed so far, or before what is there already.
        take: () => {
          if (typedIn(area) === null) area.setSelectionRange(0, 0);
          putIn(area, `/${words} `, 0);
        },
      },
    ];
  });
}
