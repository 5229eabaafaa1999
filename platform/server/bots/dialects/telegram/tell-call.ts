import type { AccountId } from '@veche/contract';
import type { CallRecorder } from '../../console/call-recorder.ts';
import type { DialectError } from './dialect-error.ts';

const LONGEST_REASON = 100;

/** Keeps a call for the bot's owner. What a reason quotes may be people's words, and is left out. */
export function tellCall(
  record: CallRecorder['record'],
  { start, ...call }: { readonly botId: AccountId; readonly method: string; readonly start: number },
  error: DialectError | null,
): void {
  const code = error?.message.replaceAll(/"[^"]*"/g, '"…"').slice(0, LONGEST_REASON);
  record({ ...call, dialect: 'telegram', status: error?.status ?? 200, code, milliseconds: performance.now() - start });
}
