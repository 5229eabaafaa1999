import type { Account, Language } from '@veche/contract';
import { html } from 'hono/html';
import type { ExportedChat } from '../format.ts';
import { type Html, page } from './document.ts';
import { pageName } from './messages-page.ts';
import { words, type Words } from './words.ts';

/** The first page: whose export it is, what is kept of the person, and the chats. */
export function indexPage(options: {
  language: Language;
  account: Account;
  exportedAt: Date;
  chats: readonly ExportedChat[];
  sections: Readonly<Record<string, unknown>> | undefined;
}): Promise<string> {
  const { language, account, exportedAt, chats, sections } = options;
  const w = words[language];
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(exportedAt);
  const body = html`<header>
      <h1 dir="auto">${account.name}</h1>
      <p class="soft">${w.exportOf} ${day}</p>
    </header>
    <main>
      <h2>${w.chats}</h2>
      <ul class="rows">
        ${chats.map((chat) => chatRow(chat, w))}
      </ul>
      ${
        sections === undefined
          ? ''
          : html`<h2>${w.account}</h2>
              ${Object.entries(sections).map(sectionView)}`
      }
    </main>`;
  return page({ language, title: account.name, body });
}

/** A direct chat is titled by the other person. */
export function titleOf({ chat, peer }: Pick<ExportedChat, 'chat' | 'peer'>, w: Words): string {
  if (chat.title !== undefined) return chat.title;
  if (chat.kind === 'direct' && (peer === undefined || peer.accountId === chat.peerId))
    return peer === undefined ? w.savedMessages : peer.name || w.deletedAccount;
  return w.untitled;
}

function chatRow(chat: ExportedChat, w: Words): Html {
  const title = titleOf(chat, w);
  return html`<li>
    <a href="html/${chat.chat.chatId}/${pageName(1)}"><bdi>${title}</bdi></a>
    <span class="soft">${w.messages}: ${chat.messageCount}</span>
  </li>`;
}

function sectionView([name, value]: [string, unknown]): Html {
  return html`<details>
    <summary>${name}</summary>
    <pre>${JSON.stringify(value, null, 2)}</pre>
  </details>`;
}
