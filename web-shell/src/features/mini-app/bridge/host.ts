import type { MainButton, ThemeColours, Viewport } from '@veche/contract';
import type { PlatformAnswer } from '../../../state/platform-questions.ts';

/** What the person said to an app's wish, or why they were not asked; `outOfSight`: the app was set aside. */
export type AppAnswer = PlatformAnswer | 'outOfSight';

/** What a mini-app makes happen in the shell. */
export interface BridgeHooks {
  /** The first screen is drawn. May come more than once. */
  onReady(): void;
  onClose(): void;
  onMainButton(state: MainButton): void;
  onBackButton(isVisible: boolean): void;
  /** Whether to ask before closing, because the app holds something unsaved. */
  onClosingConfirmation?(isNeeded: boolean): void;
  /** The app wants to leave for an address: the person is asked. */
  onOpenLink(url: string): Promise<AppAnswer>;
  /** The app was ended for flooding the bridge; its frame is blank now. */
  onEnded?(reason: 'flood'): void;
}

/** What both dialects of the bridge lean on. */
export interface BridgeHost {
  readonly hooks: BridgeHooks;
  theme(): ThemeColours;
  viewport(): Viewport;
}

/** What the shell tells a dialect; each passes it on to the app in its own words. */
export interface Dialect {
  pressMainButton(): void;
  pressBackButton(): void;
  themeChanged(): void;
  viewportChanged(): void;
  /** The window came into view or went out of it; the page goes on either way. */
  visibilityChanged(isVisible: boolean): void;
}
