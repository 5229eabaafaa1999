import type { Entity } from '@veche/contract';
import { parseMarkdown, writeMarkdown } from '@veche/contract/markup';

/** Marks of the composer by their keys: physical ones, because letters differ between layouts. */
const marks: Readonly<Record<string, string>> = {
  KeyB: '**',
  KeyI: '_',
  KeyU: '__',
  'Shift+KeyX': '~~',
  'Shift+KeyM': '`',
  'Shift+KeyP': '||',
};

/** Puts the mark of a key around what is selected, or takes it off; false for other keys. */
export function formatByKey(event: KeyboardEvent, area: HTMLTextAreaElement): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  const key = `${event.shiftKey ? 'Shift+' : ''}${event.code}`;
  const mark = key === 'KeyK' ? null : marks[key];
  if (mark === undefined) return false;
  event.preventDefault();
  const { value, selectionStart: start, selectionEnd: end } = area;
  const chosen = value.slice(start, end);
  if (mark === null) {
    area.setRangeText(`[${chosen}](https://)`, start, end, 'end');
    area.selectionStart = area.selectionEnd = area.selectionEnd - 1;
  } else if (value.slice(start - mark.length, start) === mark && value.startsWith(mark, end)) {
    area.setRangeText(chosen, start - mark.length, end + mark.length, 'select');
  } else {
    area.setRangeText(`${mark}${chosen}${mark}`, start, end, 'select');
    area.selectionStart = start + mark.length;
    area.selectionEnd = start + mark.length + chosen.length;
  }
  return true;
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
