import type { Message } from '@veche/contract';

/** Whose message it was in the messenger it came from, and when it was sent there. */
export interface Imported {
  readonly senderName: string;
  readonly at: string;
}

export function importedOf(message: Message): Imported | undefined {
  return (message as { imported?: Imported }).imported;
}
