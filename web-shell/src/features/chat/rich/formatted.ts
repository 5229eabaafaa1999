import { html, nothing, type TemplateResult } from 'lit';
import type { Entity } from '@veche/contract';
import { type TextNode, toNodes } from '@veche/contract/markup';
import { errorWords } from '../../../state/error-words.ts';
import { openPerson } from '../../../state/open-person.ts';
import { chatPath } from '../../../state/router.ts';
import type { Shell } from '../../../state/shell.ts';
import type { MessageRow } from '../../../sync/client.ts';
import type { OpenChat } from '../open-chat.ts';
import { commandButton } from './bots.ts';

interface Text {
  readonly text: string;
  readonly entities?: readonly Entity[] | undefined;
}

/** What may be done with the parts of one text. */
interface Ways {
  /** Draws a command of a bot. */
  command?(inner: unknown, words: string): unknown;
  /** Whether its spoilers were opened; opening one opens all of the text. */
  isOpen(): boolean;
  open(): void;
}

/** A text with its parts: styles, links, names. Links tell the other site nothing about this one. */
function formatted(shell: Shell, { text, entities = [] }: Text, tab: number, ways: Ways): TemplateResult {
  const draw = (nodes: readonly TextNode[]): unknown =>
    nodes.map((node, index) => {
      if (typeof node !== 'string') {
        const words = wordsIn(node);
        const inner = draw(node.children);
        if (node.entity.kind === 'spoiler') return spoiler(shell, inner, tab, ways);
        if (node.entity.kind === 'botCommand' && ways.command !== undefined) return ways.command(inner, words);
        return drawEntity(shell, node.entity, inner, words, tab);
      }
      // A block ends its line by itself.
      return isBlock(nodes[index - 1]) ? node.replace(/^\n/, '') : node;
    });
  return html`${draw(toNodes({ text, entities }))}`;
}

/** The text of a message of the chat, where commands can be sent by a press. */
export function formattedIn(chat: OpenChat, message: MessageRow, tab: number): TemplateResult {
  return formatted(chat.shell, message, tab, {
    command: (inner, words) => commandButton(chat, message, words, inner, tab),
    ...opening(chat, message.key),
  });
}

/** The same of a text that a sheet over the chat shows; `key` tells it from the others. */
export function formattedOver(chat: OpenChat, text: Text, key: string): TemplateResult {
  return formatted(chat.shell, text, 0, opening(chat, key));
}

function opening({ opened }: OpenChat, key: string): Pick<Ways, 'isOpen' | 'open'> {
  return {
    isOpen: () => opened.value.has(key),
    open: () => (opened.value = new Set(opened.value).add(key)),
  };
}

function asTag(inner: unknown, _words: string): unknown {
  return html`<span class="tag">${inner}</span>`;
}

function isBlock(node: TextNode | undefined): boolean {
  return typeof node === 'object' && (node.entity.kind === 'pre' || node.entity.kind === 'blockquote');
}

/** The plain words of a node. */
function wordsIn(node: TextNode): string {
  return typeof node === 'string' ? node : node.children.map(wordsIn).join('');
}

function drawEntity(
  shell: Shell,
  entity: Exclude<Entity, { kind: 'spoiler' }>,
  inner: unknown,
  words: string,
  tab: number,
): unknown {
  switch (entity.kind) {
    case 'bold':
      return html`<strong>${inner}</strong>`;
    case 'italic':
      return html`<em>${inner}</em>`;
    case 'underline':
      return html`<u>${inner}</u>`;
    case 'strikethrough':
      return html`<s>${inner}</s>`;
    case 'code':
      return html`<code>${inner}</code>`;
    case 'pre':
      return html`<pre tabindex=${tab}><code>${inner}</code></pre>`;
    case 'blockquote':
      return entity.expandable === true ? folded(shell, inner, tab) : html`<blockquote>${inner}</blockquote>`;
    case 'link':
      return link(entity.url, inner, tab);
    case 'url':
      return link(/^[a-z][a-z0-9+.-]*:\/\//i.test(words) ? words : `http://${words}`, inner, tab);
    case 'email':
      return html`<a href="mailto:${words}" tabindex=${tab}>${inner}</a>`;
    case 'phone':
      return html`<a href="tel:${words.replaceAll(/[^+\d]/g, '')}" tabindex=${tab}>${inner}</a>`;
    case 'accountMention':
      return name(inner, tab, () => openPerson(shell, entity.accountId));
    case 'mention':
      return name(inner, tab, () => openNamed(shell, words.slice(1)));
    case 'hashtag':
    case 'botCommand':
      return asTag(inner, words);
  }
}

function link(url: string, inner: unknown, tab: number): unknown {
  if (!URL.canParse(url)) return inner;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer" tabindex=${tab}>${inner}</a>`;
}

function name(inner: unknown, tab: number, open: () => Promise<unknown>): TemplateResult {
  return html`<button class="name" tabindex=${tab} @click=${() => void open()}>${inner}</button>`;
}

/** Hidden from eye, ear and search until it is asked for; the focus stays where it is when it opens. */
function spoiler(shell: Shell, inner: unknown, tab: number, ways: Ways): TemplateResult {
  const isOpen = ways.isOpen();
  const byKey = (event: KeyboardEvent) => {
    if (ways.isOpen() || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    event.stopPropagation();
    ways.open();
  };
  return html`<span
    class="spoiler"
    ?data-open=${isOpen}
    role=${isOpen ? nothing : 'button'}
    tabindex=${isOpen ? -1 : tab}
    aria-label=${isOpen ? nothing : shell.words.t('text.spoiler')}
    @click=${() => ways.isOpen() || ways.open()}
    @keydown=${byKey}
    ><span aria-hidden=${isOpen ? nothing : 'true'}>${inner}</span></span
  >`;
}

function folded(shell: Shell, inner: unknown, tab: number): TemplateResult {
  const unfold = ({ currentTarget }: Event) => {
    const button = currentTarget as HTMLElement;
    button.parentElement?.removeAttribute('data-folded');
    button.remove();
  };
  const more = html`<button class="link" tabindex=${tab} @click=${unfold}>${shell.words.t('text.unfold')}</button>`;
  return html`<blockquote data-folded><span>${inner}</span>${more}</blockquote>`;
}

async function openNamed(shell: Shell, username: string): Promise<void> {
  try {
    const { account, chat } = await shell.client.call('chats.resolve', { username });
    if (account !== undefined) await openPerson(shell, account.accountId);
    else if (chat?.isMember === true) shell.router.go(chatPath(chat.chatId));
  } catch (error) {
    shell.notices.show(errorWords(shell.words, error));
  }
}
