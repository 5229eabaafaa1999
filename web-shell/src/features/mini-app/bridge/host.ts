import type {
  AppCard,
  AppColours,
  AppScope,
  BridgeEventData,
  BridgeEventName,
  BridgeParams,
  BridgeResult,
  MainButton,
  Popup,
  SecondaryButton,
  ThemeColours,
  Viewport,
} from '@veche/contract';
import type { PlatformAnswer } from '../../../state/platform-questions.ts';
import type { AppStorages } from '../storage/storages.ts';

/** What the person said to an app's wish, or why they were not asked; `outOfSight`: the app was set aside. */
export type AppAnswer = PlatformAnswer | 'outOfSight';

/** What an app was let have, or why not. */
export type AppAttributes = BridgeResult<'people.getAttributes'> | Exclude<AppAnswer, 'accepted'>;

/** What an app wishes that the platform asks the person for, in its own sheet. */
export type Wish =
  | { readonly kind: 'link'; readonly url: string }
  | { readonly kind: 'download'; readonly url: string; readonly fileName: string }
  | { readonly kind: 'clipboard' };

/** Whether there is a shortcut to the app on the home screen, as far as the browser tells. */
export type HomeScreenStatus = BridgeResult<'ui.checkHomeScreen'>['status'];

/** What came of offering one: `unknown` where it is made by hand; null: the person wants none. */
export type HomeScreenOutcome = BridgeResult<'ui.addToHomeScreen'>['status'] | null;

/** What the shell draws over an app's page, within its window; one at a time. `settle` is called once. */
export type Overlay =
  | { readonly kind: 'popup'; readonly popup: Popup; settle(buttonId: string | null): void }
  | { readonly kind: 'share'; readonly text: string; settle(isSent: boolean): void }
  | {
      readonly kind: 'card';
      readonly card: AppCard;
      readonly picture: File | null;
      settle(isSent: boolean): void;
    }
  | { readonly kind: 'homeScreen'; settle(outcome: HomeScreenOutcome): void }
  | { readonly kind: 'scanner'; readonly text: string; found(text: string): void; settle(): void };

/** What a mini-app makes happen in the shell. */
export interface BridgeHooks {
  /** The first screen is drawn. May come more than once. */
  onReady(): void;
  onClose(): void;
  onMainButton(state: MainButton): void;
  onSecondaryButton(state: SecondaryButton): void;
  onBackButton(isVisible: boolean): void;
  onSettingsButton(isVisible: boolean): void;
  onColours(colours: AppColours): void;
  /** Whether to ask before closing, because the app holds something unsaved. */
  onClosingConfirmation(isNeeded: boolean): void;
  ask(wish: Wish): Promise<AppAnswer>;
  /** Asks the person unless it was granted. Rejects with what the server says. */
  getAttributes(scope: AppScope): Promise<AppAttributes>;
  /** What the manifest declares, and what of it the app may have. Rejects with what the server says. */
  listScopes(): Promise<BridgeResult<'people.listScopes'>>;
  /** Launch data signed anew. Rejects with what the server says. */
  refreshLaunch(): Promise<BridgeResult<'app.refreshLaunch'>>;
  checkHomeScreen(): Promise<HomeScreenStatus>;
  /** Asks the person to confirm a challenge by a passkey. Rejects with what the server says. */
  confirmPresence(challenge: string): Promise<BridgeResult<'people.confirmPresence'> | Exclude<AppAnswer, 'accepted'>>;
  /** The picture of a card, from the app's bundle. Rejects with what the server says. */
  prepareCard(picture: string | null): Promise<File | null>;
  /** Asks the person, and sends the command to the app's bot when they agree; `noBot`: it has none. */
  invokeBot(command: string): Promise<AppAnswer | 'noBot'>;
  /** Asks the person, and opens another app when they agree; `noApp`: the catalogue has none of that id. */
  openApp(asked: BridgeParams<'app.openApp'>): Promise<AppAnswer | 'noApp'>;
  /** Asks the person, and adds the app to theirs when they agree. */
  install(): Promise<AppAnswer>;
  /** Ends what the person let the app have. Rejects with what the server says. */
  endGrant(scope: AppScope): Promise<void>;
  /** Draws over the app's page; says why not when it cannot be now. */
  show(overlay: Overlay): 'shown' | 'busy' | 'outOfSight';
  /** Takes the camera away. */
  closeScanner(): void;
  /** Goes to a chat or an app of this server; false when the address names none. */
  openInner(link: string): Promise<boolean>;
  /** Rejects where the browser refuses. */
  setFullscreen(isFullscreen: boolean): Promise<void>;
  /** The app was ended for flooding the bridge, or because it left its own site; its frame is blank now. */
  onEnded?(reason: 'flood' | 'left'): void;
}

/** What the broker leans on. */
export interface BridgeHost {
  readonly hooks: BridgeHooks;
  readonly storages: AppStorages;
  /** Whether the person pressed something of the app's a moment ago. */
  hasGesture(): Promise<boolean>;
  /** Takes the focus from the app's page, and from nothing else. */
  hideKeyboard(): void;
  theme(): ThemeColours;
  viewport(): Viewport;
}

/** One way of speaking with an app: it puts what the shell tells into the app's own words. */
export interface Dialect {
  tell<Name extends BridgeEventName>(event: Name, data: BridgeEventData<Name>): void;
}
