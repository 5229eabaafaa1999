import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Account, ChatId, Message } from '@veche/contract';
import type { Shell } from '../../state/shell.ts';
import { merged, type Shot, shotsOf } from './shots.ts';

const PAGE = 50;
/** Shorter times than this are read whole, however much is in them. */
const LEAST_MS = 60_000;

/** Photos and videos of a chat around those that are known, read on both sides as one comes near the end. */
export interface Gallery {
  /** Oldest first, without a gap. */
  readonly shots: ReadonlySignal<readonly Shot[]>;
  readonly hasEarlier: ReadonlySignal<boolean>;
  readonly hasLater: ReadonlySignal<boolean>;
  /** Reading on one of the sides failed; asking again tries again. */
  readonly failed: ReadonlySignal<boolean>;
  /** Name of a sender, as far as it was told. */
  nameOf(accountId: number): string | undefined;
  loadEarlier(): Promise<void>;
  loadLater(): Promise<void>;
}

/** Where a gallery begins. */
export interface Beginning {
  /** Without a gap between them. */
  readonly messages: readonly Message[];
  readonly accounts: readonly Account[];
  /** Nothing comes after them. */
  readonly isNewest: boolean;
}

export function createGallery({ client }: Pick<Shell, 'client'>, chatId: ChatId, beginning: Beginning): Gallery {
  const messages = signal<readonly Message[]>(merged(beginning.messages, []));
  const names = new Map<number, string>(beginning.accounts.map(({ accountId, name }) => [accountId, name]));
  const hasEarlier = signal(true);
  const hasLater = signal(!beginning.isNewest);
  const failed = signal(false);
  const read = async (place: { since?: string; until?: string; cursor?: string }) => {
    const page = await client.call('search.messages', { chatId, kinds: ['photo', 'video'], limit: PAGE, ...place });
    for (const { accountId, name } of page.accounts) names.set(accountId, name);
    return page;
  };
  const add = (page: readonly Message[]) => (messages.value = merged(messages.value, page));

  let cursor: string | undefined;
  const earlier = async (): Promise<void> => {
    const until = messages.peek()[0]?.at;
    const page = await read({ ...(until !== undefined && { until }), ...(cursor !== undefined && { cursor }) });
    add(page.messages);
    cursor = page.nextCursor;
    hasEarlier.value = cursor !== undefined;
  };

  // The search gives the newest first: of what comes later, the time is halved until its first part fits a page.
  let from = Date.parse(messages.peek().at(-1)?.at ?? '');
  const later = async (): Promise<void> => {
    const before = messages.peek().length;
    // The clock of this device may be behind: the last part has no end, and its newest photo knows better.
    let now = Math.max(Date.now(), from) + LEAST_MS;
    let span = now - from;
    while (from < now && messages.peek().length === before) {
      const isLast = from + span >= now;
      const place = { since: isoOf(from), ...(!isLast && { until: isoOf(from + span) }) };
      let page = await read(place);
      if (isLast) {
        now = Math.max(now, ...page.messages.map(({ at }) => Date.parse(at)));
        span = now - from;
      }
      if (page.nextCursor !== undefined && span > LEAST_MS) {
        span = Math.max(LEAST_MS, span / 8);
        continue;
      }
      const found = [...page.messages];
      while (page.nextCursor !== undefined) {
        page = await read({ ...place, cursor: page.nextCursor });
        found.push(...page.messages);
      }
      add(found);
      from += span;
      span *= 2;
    }
    hasLater.value = from < now;
  };

  /** One reading at a time on each side. */
  const once = (work: () => Promise<void>, isNeeded: ReadonlySignal<boolean>) => {
    let running: Promise<void> | null = null;
    return (): Promise<void> => {
      if (!isNeeded.peek()) return Promise.resolve();
      running ??= work()
        .then(
          () => (failed.value = false),
          () => (failed.value = true),
        )
        .then(() => void (running = null));
      return running;
    };
  };
  return {
    shots: computed(() => shotsOf(messages.value)),
    hasEarlier,
    hasLater,
    failed,
    nameOf: (accountId) => names.get(accountId),
    loadEarlier: once(earlier, hasEarlier),
    loadLater: once(later, hasLater),
  };
}

const isoOf = (at: number) => new Date(at).toISOString();
