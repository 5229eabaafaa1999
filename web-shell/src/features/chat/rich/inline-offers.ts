import { html, nothing } from 'lit';
import type { MethodByName, OutputOf } from '@veche/contract';
import { errorWords } from '../../../state/error-words.ts';
import type { OpenChat } from '../open-chat.ts';
import { topicOf } from '../topic-of.ts';
import { type Asked, queryIn } from './bot-query.ts';
import type { Offer, Offered, OfferSource } from './offers.ts';

/** Bots are not asked at every key. */
const PAUSE_MS = 400;

type Answer = OutputOf<MethodByName<'inline.query'>>;

/** Results of a bot that is asked from any chat: `@bot` and a query. One that is chosen is sent. */
export function createInlineSource(): OfferSource {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Names that are of no bot that takes queries. */
  const deaf = new Set<string>();
  const note = (label: string, said: string): Offered => ({ label, offers: [], note: said });

  const ask = async (chat: OpenChat, asked: Asked, offset = ''): Promise<Answer> =>
    chat.shell.client.call('inline.query', { chatId: chat.chatId, ...asked, offset });

  const shown = (chat: OpenChat, area: HTMLTextAreaElement, answers: readonly Answer[], again: () => void): Offered => {
    const { t } = chat.shell.words;
    const [first] = answers;
    const last = answers.at(-1);
    const offers = answers.flatMap((answer) => answer.results.map((result) => resultOffer(chat, area, answer, result)));
    const label = t('inline.list', { bot: first?.bot.name ?? '' });
    if (offers.length === 0) return note(label, first?.placeholder ?? t('inline.none'));
    return { label, offers: last?.nextOffset === undefined ? offers : [...offers, moreOffer(chat, again)] };
  };

  return {
    offer(chat, area, show) {
      clearTimeout(timer);
      // What is edited is a message already, whatever it begins with.
      const asked = chat.editing.peek() === null ? queryIn(area.value) : null;
      if (asked === null || deaf.has(asked.bot)) return Promise.resolve(null);
      const { t } = chat.shell.words;
      const label = t('inline.list', { bot: `@${asked.bot}` });
      const answers: Answer[] = [];
      const look = async (): Promise<void> => {
        try {
          answers.push(await ask(chat, asked, answers.at(-1)?.nextOffset));
          show(shown(chat, area, answers, () => void look()));
        } catch (error) {
          const { code, field } = error as { code?: string; field?: string };
          if (code === 'not_found' && field === 'bot') {
            deaf.add(asked.bot);
            return show(null);
          }
          show(note(label, code === 'timeout' ? t('inline.silent') : errorWords(chat.shell.words, error)));
        }
      };
      timer = setTimeout(() => void look(), PAUSE_MS);
      return Promise.resolve({ ...note(label, t('inline.waiting')), isWaiting: true });
    },
  };
}

function resultOffer(
  chat: OpenChat,
  area: HTMLTextAreaElement,
  { bot, answerId }: Answer,
  { resultId, title, description }: Answer['results'][number],
): Offer {
  return {
    said: description === undefined ? title : `${title}, ${description}`,
    draw: () =>
      html`<span class="text">
        <strong class="cut" dir="auto">${title}</strong>
        ${description === undefined ? nothing : html`<span class="soft about" dir="auto">${description}</span>`}
      </span>`,
    take: () => void sendResult(chat, area, { botId: bot.accountId, answerId, resultId }),
  };
}

function moreOffer(chat: OpenChat, again: () => void): Offer {
  const label = chat.shell.words.t('sheet.more');
  return { said: label, staysOpen: true, draw: () => html`<span class="text">${label}</span>`, take: again };
}

async function sendResult(
  chat: OpenChat,
  area: HTMLTextAreaElement,
  chosen: { botId: Answer['bot']['accountId']; answerId: string; resultId: string },
): Promise<void> {
  const { client, notices, words } = chat.shell;
  const text = area.value;
  const replyTo = chat.replyTo.peek()?.messageId;
  const put = (value: string) => {
    area.value = value;
    area.dispatchEvent(new Event('input'));
  };
  put('');
  area.focus();
  try {
    await client.call('inline.send', {
      ...{ chatId: chat.chatId, clientId: crypto.randomUUID(), ...chosen, ...topicOf(chat) },
      ...(replyTo !== undefined && { replyTo }),
    });
    if (chat.replyTo.peek()?.messageId === replyTo) chat.replyTo.value = null;
  } catch (error) {
    notices.show(errorWords(words, error));
    if (area.value === '') put(text);
  }
}
