import { type AccountId, VecheError } from '@veche/contract';
import type { Bus } from '../../kernel/bus.ts';

/** One bot's wait for updates. */
export interface Poll {
  /** Settles at the first news since the poll began or since the last wait: true for updates, false when time or the caller is gone. */
  wait(milliseconds: number): Promise<boolean>;
  close(): void;
}

interface OpenPoll {
  hasNews: boolean;
  ended: VecheError | 'quietly' | null;
  wake: () => void;
}

/** The waits of all bots: one for each, woken by the bus, never asking the database meanwhile. */
export function createPolls(bus: Bus) {
  const open = new Map<AccountId, OpenPoll>();
  let closed = false;
  const end = (botId: AccountId, how: VecheError | 'quietly'): void => {
    const poll = open.get(botId);
    if (poll === undefined) return;
    poll.ended ??= how;
    poll.wake();
  };
  const stops = [
    bus.subscribe('botUpdates', ({ botId }) => {
      const poll = open.get(botId);
      if (poll === undefined) return;
      poll.hasNews = true;
      poll.wake();
    }),
    bus.subscribe('webhookChanged', ({ botId, isSet }) => {
      if (isSet) end(botId, new VecheError('conflict', 'An address for updates was set.', { field: 'poll' }));
    }),
    bus.subscribe('tokenReplaced', ({ botId }) =>
      end(botId, new VecheError('unauthenticated', 'The token of this bot was replaced.')),
    ),
  ];

  return {
    /** Begins a wait; an earlier one of the same bot is ended with `conflict`. */
    begin(botId: AccountId, signal: AbortSignal): Poll {
      end(botId, new VecheError('conflict', 'A later poll of the same bot took over.'));
      const poll: OpenPoll = { hasNews: false, ended: signal.aborted || closed ? 'quietly' : null, wake: () => {} };
      open.set(botId, poll);
      const leave = (): void => {
        poll.ended ??= 'quietly';
        poll.wake();
      };
      signal.addEventListener('abort', leave);
      return {
        wait: (milliseconds) => untilNews(poll, milliseconds),
        close: () => {
          signal.removeEventListener('abort', leave);
          if (open.get(botId) === poll) open.delete(botId);
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

async function untilNews(poll: OpenPoll, milliseconds: number): Promise<boolean> {
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
  if (poll.ended === 'quietly') return false;
  const { hasNews } = poll;
  poll.hasNews = false;
  return hasNews;
}
