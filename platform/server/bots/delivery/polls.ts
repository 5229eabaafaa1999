import { type AccountId, VecheError } from '@veche/contract';
import type { Bus } from '../../kernel/bus.ts';

/** One bot's wait for updates. */
export interface Poll {
  /** Settles at the first news since the poll began or since the last wait, when time is up, or when the caller is gone. */
  wait(milliseconds: number): Promise<'news' | 'time' | 'gone'>;
  close(): void;
}

interface OpenPoll {
  readonly lease: number | undefined;
  hasNews: boolean;
  ended: VecheError | 'quietly' | null;
  wake: () => void;
}

/** The waits of all bots: one for each and one for each lease, woken by the bus, never asking the database meanwhile. */
export function createPolls(bus: Bus) {
  const open = new Map<AccountId, Set<OpenPoll>>();
  let closed = false;
  const end = (botId: AccountId, how: VecheError | 'quietly', isMeant = (_poll: OpenPoll) => true): void => {
    for (const poll of open.get(botId) ?? []) {
      if (!isMeant(poll)) continue;
      poll.ended ??= how;
      poll.wake();
    }
  };
  const tell = ({ botId }: { botId: AccountId }): void => {
    for (const poll of open.get(botId) ?? []) {
      poll.hasNews = true;
      poll.wake();
    }
  };
  const stops = [
    bus.subscribe('botUpdates', tell),
    bus.subscribe('leaseChanged', tell),
    bus.subscribe('webhookChanged', ({ botId, isSet }) => {
      if (isSet) end(botId, new VecheError('conflict', 'An address for updates was set.', { field: 'poll' }));
    }),
    bus.subscribe('tokenReplaced', ({ botId }) =>
      end(botId, new VecheError('unauthenticated', 'The token of this bot was replaced.')),
    ),
  ];

  return {
    /** Begins a wait; an earlier one of the same bot is ended with `conflict`, unless both have leases of their own. */
    begin(botId: AccountId, signal: AbortSignal, lease?: number): Poll {
      const conflict = new VecheError('conflict', 'A later poll of the same bot took over.');
      end(botId, conflict, (one) => lease === undefined || one.lease === undefined || one.lease === lease);
      const ended = signal.aborted || closed ? 'quietly' : null;
      const poll: OpenPoll = { lease, hasNews: false, ended, wake: () => {} };
      const others = open.get(botId);
      if (others === undefined) open.set(botId, new Set([poll]));
      else others.add(poll);
      const leave = (): void => {
        poll.ended ??= 'quietly';
        poll.wake();
      };
      signal.addEventListener('abort', leave);
      return {
        wait: (milliseconds) => untilNews(poll, milliseconds),
        close: () => {
          signal.removeEventListener('abort', leave);
          const left = open.get(botId);
          left?.delete(poll);
          if (left?.size === 0) open.delete(botId);
        },
      };
    },
    /** Ends all waits with an empty answer. */
    close(): void {
      closed = true;
      for (const stop of stops) stop();
      for (const botId of open.keys()) end(botId, 'quietly');
    },
  };
}
export type Polls = ReturnType<typeof createPolls>;

async function untilNews(poll: OpenPoll, milliseconds: number): Promise<'news' | 'time' | 'gone'> {
  if (!poll.hasNews && poll.ended === null) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.ceil(milliseconds) + 1);
      poll.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    poll.wake = () => {};
  }
  if (poll.ended instanceof VecheError) throw poll.ended;
  if (poll.ended === 'quietly') return 'gone';
  const { hasNews } = poll;
  poll.hasNews = false;
  return hasNews ? 'news' : 'time';
}
