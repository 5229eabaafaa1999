import type { AppColours, MainButton, SecondaryButton } from '@veche/contract';
import type { Broker } from '../broker.ts';
import type { BridgeHost } from '../host.ts';
import { buttonRequests, hiddenButton } from './button-requests.ts';
import { personRequests } from './person-requests.ts';
import { refusedRequests } from './refused-requests.ts';
import { screenRequests } from './screen-requests.ts';
import { shownRequests } from './shown-requests.ts';
import { storageRequests } from './storage-requests.ts';

/**
 * Version of Telegram Web Apps that apps are told: the newest of which every call works here, or is refused by the very
 * event that the dialect has for refusing it. 9.5 promises emoji as icons of buttons, which there are none of here.
 */
export const TELEGRAM_VERSION = '9.1';

export type Post = (eventType: string, eventData?: object) => void;

/** What a call may leave out stays as it was. */
export interface TelegramState {
  mainButton: MainButton;
  secondaryButton: SecondaryButton;
  colours: AppColours;
  /** What the person sent of themselves in this window, signed for the app's back end. */
  contact: string;
  hasAskedPlace: boolean;
}

export function newState(): TelegramState {
  return {
    mainButton: hiddenButton,
    secondaryButton: { ...hiddenButton, place: 'left' },
    colours: { header: null, background: null, foot: null },
    contact: '',
    hasAskedPlace: false,
  };
}

export interface Context {
  readonly host: BridgeHost;
  readonly broker: Broker;
  /** Tells the app an event of the dialect. */
  readonly tell: Post;
  readonly state: TelegramState;
}

/**
 * `idle`: there is nothing here that it could change, and it promises nothing. `refused`: answered by the dialect's own
 * event for that.
 */
export interface TelegramRequest {
  readonly is: 'works' | 'refused' | 'idle';
  /** Never rejects. */
  run(context: Context, data: Record<string, unknown>): void | Promise<void>;
}

/** Every request that is heard. */
export const requests: Readonly<Record<string, TelegramRequest>> = {
  ...screenRequests,
  ...buttonRequests,
  ...shownRequests,
  ...personRequests,
  ...storageRequests,
  ...refusedRequests,
};
