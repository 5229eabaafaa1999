import { html, type TemplateResult } from 'lit';

const link = /https?:\/\/[^\s<>"«»]+/gu;
/** Punctuation at the end of a sentence is not part of the address before it. */
const tail = /[.,:;!?…)\]}'"]+$/u;

export interface TextPart {
  readonly text: string;
  readonly href: string | null;
}

/** Splits a text into plain parts and web addresses. Brackets within an address stay when they are balanced. */
export function splitLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const match of text.matchAll(link)) {
    const address = trimTail(match[0]);
    if (!URL.canParse(address)) continue;
    if (match.index > done) parts.push({ text: text.slice(done, match.index), href: null });
    parts.push({ text: address, href: address });
    done = match.index + address.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done), href: null });
  return parts;
}

function trimTail(address: string): string {
  const trimmed = address.replace(tail, '');
  return trimmed.includes('(') && address.startsWith(`${trimmed})`) ? `${trimmed})` : trimmed;
}

/** A message's text with its addresses as links that tell the other site nothing about this one. */
export function messageText(text: string, tabIndex: number): TemplateResult {
  return html`${splitLinks(text).map((part) =>
    part.href === null
      ? part.text
      : html`<a href=${part.href} target="_blank" rel="noopener noreferrer" tabindex=${tabIndex}>${part.text}</a>`,
  )}`;
}

const onlyEmoji =
  /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})*|\p{Regional_Indicator}{2}){1,3}$/u;

/** Whether a text is one to three emoji, which are drawn large. */
export function isOnlyEmoji(text: string): boolean {
  return text.length <= 32 && onlyEmoji.test(text);
}
