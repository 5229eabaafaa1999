import type { ChatId } from '@veche/contract';
import type { MessageNews } from './reduce.ts';

/** Collects the events applied to a chat while a page of its messages is on the way. */
export interface Recorders {
  /** Collects until the returned function takes what there is; undefined when some events were skipped. */
  record(chatId: ChatId): () => readonly MessageNews[] | undefined;
  add(chatId: ChatId, events: readonly MessageNews[]): void;
  /** The log jumped: what is being recorded has a hole. */
  skip(chatId: ChatId): void;
}

interface Recorder {
  readonly events: MessageNews[];
  isBroken: boolean;
}

export function createRecorders(): Recorders {
  const recorders = new Map<ChatId, Set<Recorder>>();
  return {
    record(chatId) {
      const recorder: Recorder = { events: [], isBroken: false };
      const all = recorders.get(chatId) ?? new Set();
      recorders.set(chatId, all.add(recorder));
      return () => {
        all.delete(recorder);
        if (all.size === 0) recorders.delete(chatId);
        return recorder.isBroken ? undefined : recorder.events;
      };
    },
    add(chatId, events) {
      for (const recorder of recorders.get(chatId) ?? []) recorder.events.push(...events);
    },
    skip(chatId) {
      for (const recorder of recorders.get(chatId) ?? []) recorder.isBroken = true;
    },
  };
}
