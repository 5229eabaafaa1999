import type { Entity } from '@veche/contract';
import { parseMarkdown, writeMarkdown } from '@veche/contract/markup';
import { type Change, type Marked, withCode, withMark } from './marks.ts';

/** Marks of the composer by their keys: physical ones, because letters differ between layouts. */
const byKey: Readonly<Record<string, (field: Marked) => Change>> = {
  KeyB: (field) => withMark(field, '**'),
  KeyI: (field) => withMark(field, '_'),
  KeyU: (field) => withMark(field, '__'),
  'Shift+KeyX': (field) => withMark(field, '~~'),
  'Shift+KeyM': withCode,
  'Shift+KeyP': (field) => withMark(field, '||'),
};

/** Asks for the address of a link on what is selected; sent by the field. */
export const ASK_LINK = 'asklink';

/** Puts the mark of a key around what is selected, or takes it off; false for other keys. */
export function formatByKey(event: KeyboardEvent, area: HTMLTextAreaElement): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  const key = `${event.shiftKey ? 'Shift+' : ''}${event.code}`;
  const asksLink = key === 'KeyK' && area.selectionStart !== area.selectionEnd;
  const change = byKey[key];
  if (change === undefined && !asksLink) return false;
  event.preventDefault();
  if (change === undefined) area.dispatchEvent(new Event(ASK_LINK));
  else changeField(area, change(fieldOf(area)));
  return true;
}

export function fieldOf({ value, selectionStart: start, selectionEnd: end }: HTMLTextAreaElement): Marked {
  return { value, start, end };
}

/** Changes a field as typing does: the browser's undo takes it back. The field gets the focus. */
export function changeField(area: HTMLTextAreaElement, { from, to, text, start, end }: Change): void {
  area.focus();
  area.setSelectionRange(from, to);
  // Nothing newer keeps the steps that undo goes through.
  const isTyped = document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
  if (!isTyped) {
    area.setRangeText(text, from, to, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  }
  area.setSelectionRange(start, end);
}

/** What a typed text says: its words and what they are. */
export function readTyped(source: string): { text: string; entities?: Entity[] } {
  const { text, entities } = parseMarkdown(source);
  return entities.length === 0 ? { text } : { text, entities: [...entities] };
}

/** A message as its sender would type it. */
export function typedOf({ text, entities = [] }: { text: string; entities?: readonly Entity[] | undefined }): string {
  return writeMarkdown({ text, entities });
}
