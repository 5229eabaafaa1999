import type { BridgeMethodName, BridgeParams, BridgeResult } from '@veche/contract';
import type { Context, TelegramRequest } from './requests.ts';

export const works = (run: TelegramRequest['run']): TelegramRequest => ({ is: 'works', run });
export const refused = (run: TelegramRequest['run']): TelegramRequest => ({ is: 'refused', run });
export const idle: TelegramRequest = { is: 'idle', run: () => undefined };

/** Asks the broker and leaves it at that: this dialect has no answer to the call. */
export function ask<Name extends BridgeMethodName>(
  { broker }: Context,
  method: Name,
  params: BridgeParams<Name>,
): Promise<void> {
  return broker.call(method, params).then(
    () => undefined,
    () => undefined,
  );
}

/** Asks the broker and tells the app how it went. */
export function askAndTell<Name extends BridgeMethodName>(
  { broker }: Context,
  [method, params]: readonly [Name, BridgeParams<Name>],
  done: (result: BridgeResult<Name>) => void,
  failed: (code: string) => void,
): Promise<void> {
  return broker.call(method, params).then(done, (error: { code: string }) => failed(error.code));
}

/** Text up to a length; the empty one when it is none. */
export function textOf(value: unknown, maxLength: number): string {
  return typeof value === 'string' ? value.slice(0, maxLength) : '';
}

/** Comes back with the answer; whatever is no short text is left out. */
export function requestId(data: Record<string, unknown>): { req_id?: string } {
  const id = data['req_id'];
  return typeof id === 'string' && id.length <= 128 ? { req_id: id } : {};
}
