import { type ReadonlySignal, signal } from '@preact/signals-core';
import { errorWords } from './error-words.ts';
import type { Shell } from './shell.ts';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string | undefined;
}

/** A list that the server gives page by page. */
export interface Paged<Item> {
  /** What was read so far; null before the first answer. */
  readonly items: ReadonlySignal<readonly Item[] | null>;
  readonly hasMore: ReadonlySignal<boolean>;
  /** Why the last reading failed, in words. */
  readonly failure: ReadonlySignal<string | null>;
  readonly isBusy: ReadonlySignal<boolean>;
  /** Reads from the beginning; what is shown stays until the answer. */
  load(): Promise<void>;
  more(): Promise<void>;
  /** Reads again as much as is shown: something in it is another now. */
  again(): Promise<void>;
  /** Changes what is shown without asking again. */
  patch(change: (items: readonly Item[]) => readonly Item[]): void;
}

export function createPaged<Item>(
  { words }: Pick<Shell, 'words'>,
  read: (cursor: { readonly cursor?: string }) => Promise<Page<Item>>,
): Paged<Item> {
  const items = signal<readonly Item[] | null>(null);
  const hasMore = signal(false);
  const failure = signal<string | null>(null);
  const isBusy = signal(false);
  let cursor: string | undefined;
  /** Answers to an older question are passed over. */
  let question = 0;

  const ask = async (from: string | undefined): Promise<void> => {
    const mine = (question += 1);
    isBusy.value = true;
    try {
      const page = await read(from === undefined ? {} : { cursor: from });
      if (mine !== question) return;
      items.value = from === undefined ? page.items : [...(items.value ?? []), ...page.items];
      cursor = page.nextCursor;
      [hasMore.value, failure.value] = [cursor !== undefined, null];
    } catch (error) {
      if (mine === question) failure.value = errorWords(words, error);
    }
    if (mine === question) isBusy.value = false;
  };

  return {
    items,
    hasMore,
    failure,
    isBusy,
    load: () => ask(undefined),
    more: () => ask(cursor),
    async again() {
      const shown = items.value?.length ?? 0;
      await ask(undefined);
      while (hasMore.value && failure.value === null && (items.value?.length ?? 0) < shown) await ask(cursor);
    },
    patch(change) {
      if (items.value !== null) items.value = change(items.value);
    },
  };
}
