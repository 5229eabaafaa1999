import { html, type TemplateResult } from 'lit';
import type { AccountId, Entity } from '@veche/contract';
import { type TextNode, toNodes } from '@veche/contract/markup';
import { errorWords } from '../../../state/error-words.ts';
import { chatPath } from '../../../state/router.ts';
import type { Shell } from '../../../state/shell.ts';

interface Text {
  readonly text: string;
  readonly entities?: readonly Entity[] | undefined;
}

/** A text with its parts: styles, links, names. Links tell the other site nothing about this one. */
export function formatted(shell: Shell, { text, entities = [] }: Text, tab: number): TemplateResult {
  const draw = (nodes: readonly TextNode[]): unknown =>
    nodes.map((node, index) => {
      if (typeof node !== 'string') return drawEntity(shell, node.entity, draw(node.children), wordsIn(node), tab);
      // A block ends its line by itself.
      return isBlock(nodes[index - 1]) ? node.replace(/^\n/, '') : node;
    });
  return html`${draw(toNodes({ text, entities }))}`;
}

function isBlock(node: TextNode | undefined): boolean {
  return typeof node === 'object' && (node.entity.kind === 'pre' || node.entity.kind === 'blockquote');
}

/** The plain words of a node. */
function wordsIn(node: TextNode): string {
  return typeof node === 'string' ? node : node.children.map(wordsIn).join('');
}

function drawEntity(shell: Shell, entity: Entity, inner: unknown, words: string, tab: number): unknown {
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
    case 'spoiler':
      return spoiler(shell, inner, tab);
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
      return name(inner, tab, () => openPerson(shell, { accountId: entity.accountId }));
    case 'mention':
      return name(inner, tab, () => openNamed(shell, words.slice(1)));
    case 'hashtag':
    case 'botCommand':
      return html`<span class="tag">${inner}</span>`;
  }
}

function link(url: string, inner: unknown, tab: number): unknown {
  if (!URL.canParse(url)) return inner;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer" tabindex=${tab}>${inner}</a>`;
}

function name(inner: unknown, tab: number, open: () => Promise<void>): TemplateResult {
  return html`<button class="name" tabindex=${tab} @click=${() => void open()}>${inner}</button>`;
}

/** Hidden until it is asked for; then it stays open while it is on the screen. */
function spoiler(shell: Shell, inner: unknown, tab: number): TemplateResult {
  const show = ({ currentTarget }: Event) => {
    const element = currentTarget as HTMLElement;
    for (const attribute of ['role', 'aria-label', 'tabindex']) element.removeAttribute(attribute);
    element.dataset['shown'] = '';
  };
  const byKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    show(event);
  };
  return html`<span
    class="spoiler"
    role="button"
    tabindex=${tab}
    aria-label=${shell.words.t('text.spoiler')}
    @click=${show}
    @keydown=${byKey}
    >${inner}</span
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

/** Opens the direct chat with a person. */
export async function openPerson(shell: Shell, person: { accountId: AccountId }): Promise<void> {
  try {
    const { chat } = await shell.client.call('chats.createDirect', { accountId: person.accountId });
    shell.router.go(chatPath(chat.chatId));
  } catch (error) {
    shell.notices.show(errorWords(shell.words, error));
  }
}

async function openNamed(shell: Shell, username: string): Promise<void> {
  try {
    const { account, chat } = await shell.client.call('chats.resolve', { username });
    if (account !== undefined) await openPerson(shell, account);
    else if (chat?.isMember === true) shell.router.go(chatPath(chat.chatId));
  } catch (error) {
    shell.notices.show(errorWords(shell.words, error));
  }
}
