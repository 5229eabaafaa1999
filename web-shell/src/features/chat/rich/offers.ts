import type { TemplateResult } from 'lit';
import type { OpenChat } from '../open-chat.ts';

/** What may be put into the field by one press. */
export interface Offer {
  /** How it is told to who does not see it. */
  readonly said: string;
  /** It stands in the field as it is: Enter is for sending. */
  readonly isTyped?: boolean;
  /** The list stays as it is. */
  readonly staysOpen?: boolean;
  draw(): TemplateResult;
  take(): void;
}

export interface Offered {
  readonly label: string;
  readonly offers: readonly Offer[];
  /** In place of offers. */
  readonly note?: string;
  /** More is on its way: what stands in the field is no message. */
  readonly isWaiting?: boolean;
}

/** Offers what goes with the words before the caret; null: nothing. */
export interface OfferSource {
  /** `show` takes what comes later; it is passed over once something else was typed. */
  offer(chat: OpenChat, area: HTMLTextAreaElement, show: (found: Offered | null) => void): Promise<Offered | null>;
  /** Everything there is, without a word typed. */
  offerAll?(chat: OpenChat, area: HTMLTextAreaElement): Promise<Offered | null>;
}

/** Puts words in place of what was typed from a place to the caret, and goes on from there. */
export function putIn(area: HTMLTextAreaElement, words: string, from: number): void {
  area.setRangeText(words, from, area.selectionEnd, 'end');
  area.dispatchEvent(new Event('input'));
  area.focus();
}
