import type { Account, AccountId, Language, Message, MessageId } from '@veche/contract';
import { html } from 'hono/html';
import type { ExportedFile } from '../format.ts';
import { content } from './content.ts';
import { type Html, page } from './document.ts';
import { formatted } from './text.ts';
import { words, type Words } from './words.ts';

interface MessagesPage {
  readonly language: Language;
  readonly title: string;
  readonly number: number;
  readonly hasLater: boolean;
  readonly messages: readonly Message[];
  readonly accounts: ReadonlyMap<AccountId, Account>;
  readonly files: readonly ExportedFile[];
}

/** Name of a page beside the first one. */
export function pageName(number: number): string {
  return `page-${String(number).padStart(4, '0')}.html`;
}

/** A thousand messages to read, grouped by days of UTC; names and texts are shown as they are, never run. */
export function messagesPage(options: MessagesPage): Promise<string> {
  const { language, title, messages } = options;
  const w = words[language];
  const days = Map.groupBy(messages, (message) => shownAt(message).slice(0, 10));
  const byId = new Map(messages.map((message) => [message.messageId, message]));
  const dayName = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  const body = html`<header>
      <h1 dir="auto">${title}</h1>
      ${navigation(options, w)}
    </header>
    <main>
      ${messages.length === 0 ? html`<p class="soft">${w.nothing}</p>` : ''}
      ${[...days].map(
        ([day, list]) =>
          html`<section>
            <h2 class="day">${dayName.format(new Date(`${day}T00:00:00Z`))}</h2>
            ${list.map((message) => messageView(message, { ...options, byId, w }))}
          </section>`,
      )}
    </main>
    ${navigation(options, w)}`;
  return page({ language, title, body });
}

function navigation({ number, hasLater }: MessagesPage, w: Words): Html {
  return html`<nav>
    <a href="../../index.html">${w.all}</a>
    ${number > 1 ? html`<a href="${pageName(number - 1)}" rel="prev">${w.earlier}</a>` : ''}
    ${number > 1 || hasLater ? html`<span class="soft">${w.page} ${number}</span>` : ''}
    ${hasLater ? html`<a href="${pageName(number + 1)}" rel="next">${w.later}</a>` : ''}
  </nav>`;
}

/** An imported message is shown at its own time. */
function shownAt(message: Message): string {
  return message.imported?.at ?? message.at;
}

function messageView(
  message: Message,
  context: MessagesPage & { byId: ReadonlyMap<MessageId, Message>; w: Words },
): Html {
  const { w, accounts, byId } = context;
  const at = shownAt(message);
  const replied = message.replyTo === undefined ? undefined : byId.get(message.replyTo);
  const files = context.files.filter((file) => file.messageId === message.messageId);
  return html`<article class="message" id="m${message.messageId}">
    <div class="head">
      <bdi>${nameOf(message, accounts, w)}</bdi>
      <time class="soft" datetime="${at}">${at.slice(11, 16)}</time>
      ${message.imported === undefined ? '' : html`<span class="soft">${w.imported}</span>`}
      ${message.editedAt === undefined ? '' : html`<span class="soft">${w.edited}</span>`}
    </div>
    ${
      message.forward === undefined
        ? ''
        : html`<div class="soft">${w.forwardedFrom} <bdi>${message.forward.senderName || w.deletedAccount}</bdi></div>`
    }
    ${message.replyTo === undefined ? '' : reply(message, replied, context)}
    ${message.text === '' ? '' : html`<div class="text" dir="auto">${formatted(message.text, message.entities ?? [])}</div>`}
    ${content(message, files, w)}
    ${
      message.reactions.length === 0
        ? ''
        : html`<div class="reactions soft">
            ${message.reactions.map(({ emoji, count }) => html`<span>${emoji} ${count}</span>`)}
          </div>`
    }
  </article>`;
}

function reply(
  message: Message,
  replied: Message | undefined,
  { accounts, w }: { accounts: ReadonlyMap<AccountId, Account>; w: Words },
): Html {
  if (replied === undefined)
    return html`<span class="quote" dir="auto">${message.quote?.text ?? `${w.inReply} № ${message.replyTo}`}</span>`;
  const said = message.quote?.text ?? replied.text.slice(0, 200);
  return html`<a class="quote" dir="auto" href="#m${replied.messageId}"
    ><bdi>${nameOf(replied, accounts, w)}</bdi>${said === '' ? '' : html`: ${said}`}</a
  >`;
}

function nameOf(message: Message, accounts: ReadonlyMap<AccountId, Account>, w: Words): string {
  if (message.imported !== undefined) return message.imported.senderName;
  return accounts.get(message.senderId)?.name || w.deletedAccount;
}
