import { MAX_TEXT_LENGTH } from './limits.ts';
import type { OpenChat } from './open-chat.ts';

interface IntakeParts {
  chat(): OpenChat;
  field(): HTMLTextAreaElement;
  /** Puts a text in place of what is selected in the field. */
  insert(text: string): void;
}

/** What is dropped on the composer or pasted into it: files, and texts that are longer than a message. */
export function createIntake({ chat, field, insert }: IntakeParts) {
  const sendFiles = (event: Event, given: DataTransfer | null): void => {
    const files = [...(given?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void chat().richTried.then(() => chat().rich.peek()?.sendFiles(chat(), files));
  };
  /** Whether there is text. One that is longer than a message never gets into the field: it would freeze the page. */
  const takeText = (event: Event, given: DataTransfer | null): boolean => {
    const text = given?.getData('text/plain') ?? '';
    if (text.length > MAX_TEXT_LENGTH) {
      event.preventDefault();
      const { selectionStart, selectionEnd } = field();
      const insertStart = () => {
        field().setSelectionRange(selectionStart, selectionEnd);
        insert(text.slice(0, Math.max(0, MAX_TEXT_LENGTH - field().value.length)).toWellFormed());
      };
      void chat().richTried.then(() => chat().rich.peek()?.offerLongText(chat(), text, insertStart));
    }
    return text !== '';
  };
  return {
    allowDrop(event: DragEvent): void {
      if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
    },
    dropped(event: DragEvent): void {
      sendFiles(event, event.dataTransfer);
      takeText(event, event.dataTransfer);
    },
    /** What is copied from documents brings a picture of its words along. */
    pasted(event: ClipboardEvent): void {
      if (!takeText(event, event.clipboardData)) sendFiles(event, event.clipboardData);
    },
  };
}
