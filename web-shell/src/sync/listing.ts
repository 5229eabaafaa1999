import type { ChatId, ReadyFrame } from '@veche/contract';
import type { ChatLog } from './chat-log.ts';
import type { Connection } from './connection.ts';
import type { Clock } from './ports.ts';
import type { Replica } from './replica.ts';

/** The whole list is compared with the server's this often, against hints that got lost between nodes. */
const AUDIT_EVERY_MS = 24 * 3600 * 1000;
const PAGE_SIZE = 100;

interface ListingParts {
  readonly replica: Replica;
  readonly connection: Pick<Connection, 'call' | 'phase' | 'drop'>;
  readonly clock: Clock;
  readonly log: Pick<ChatLog, 'snapshot' | 'lookUp' | 'isSettled'>;
  /** Whether nothing else is known to be missing. */
  isSettled(): boolean;
}

/** Reads the list of chats after each connection, and keeps the watermark from which the next one resumes. */
export interface Listing {
  /** Watermark to resume from; undefined asks for everything. */
  since(): string | undefined;
  ready(frame: ReadyFrame): void;
  beat(watermark: string): void;
  /** Keeps the watermark once everything known to be missing is here. */
  settle(): void;
  forget(): void;
}

export function createListing({ replica, connection, clock, log, isSettled }: ListingParts): Listing {
  let askedSince: string | undefined;
  let isListing = false;
  let watermark: string | undefined;

  const settle = () => {
    if (isListing || watermark === undefined || watermark === replica.meta.watermark) return;
    if (log.isSettled() && isSettled()) replica.setMeta({ watermark });
  };

  return {
    since() {
      const { me, auditedAt = '1970', watermark: kept } = replica.meta;
      const auditIsDue = clock.now() - Date.parse(auditedAt) > AUDIT_EVERY_MS;
      askedSince = me === undefined || auditIsDue ? undefined : kept;
      return askedSince;
    },
    ready(first) {
      const since = askedSince;
      const unlisted = new Set<ChatId>(since === undefined ? replica.chats.keys() : []);
      const take = ({ chats, accounts }: Pick<ReadyFrame, 'chats' | 'accounts'>) => {
        replica.addAccounts(accounts);
        for (const chat of chats) {
          unlisted.delete(chat.chatId);
          log.snapshot(chat);
        }
      };
      const takeRest = async () => {
        for (let cursor = first.nextCursor; cursor !== undefined;) {
          const page = await connection.call('chats.list', { ...(since && { since }), cursor, limit: PAGE_SIZE });
          take(page);
          cursor = page.nextCursor;
        }
        // Left meanwhile, or moved between two pages while they were read: the server knows.
        for (const chatId of unlisted) log.lookUp(chatId);
        if (since === undefined) replica.setMeta({ auditedAt: new Date(clock.now()).toISOString() });
        isListing = false;
        watermark = first.watermark;
        settle();
      };
      isListing = true;
      take(first);
      takeRest().catch(() => {
        // Half a list is no ground to resume from: connect anew, unless that is under way.
        if (connection.phase() === 'ready') connection.drop(true);
      });
    },
    beat(next) {
      if (!isListing) watermark = next;
      settle();
    },
    settle,
    forget() {
      watermark = undefined;
    },
  };
}
