import type { Signal } from '@preact/signals-core';
import type { SyncClient } from '../sync/client.ts';
import type { Words } from '../i18n/words.ts';
import type { Notices } from './notices.ts';
import type { Preferences } from './preferences.ts';
import type { Router } from './router.ts';

/** A newer version of the shell. Nobody is made to take it at once. */
export interface Update {
  readonly isReady: boolean;
  /** Loads the page anew, with the newer version. */
  take(): void;
}

/** What every part of the shell may lean on; handed down as the property `shell`. */
export interface Shell {
  readonly client: SyncClient;
  readonly router: Router;
  readonly words: Words;
  readonly notices: Notices;
  readonly preferences: Preferences;
  readonly update: Signal<Update>;
}
