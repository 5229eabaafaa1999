import { z } from 'zod';
import { Language } from './accounts.ts';
import { AppScope } from './app-scopes.ts';
import {
  appReference,
  botCommand,
  BRIDGE_VERSION,
  bridgeMethodNames,
  challengeText,
  feels,
  fileAddress,
  homeScreenStatuses,
  plainFileName,
  innerAddress,
  MAX_BRIDGE_MESSAGE_LENGTH,
  MAX_STORED_ITEMS,
  MAX_STORED_VALUE_LENGTH,
  popupButtonKinds,
  secondaryButtonPlaces,
  startWord,
  storageKey,
  webAddress,
} from './core/bridge-protocol.ts';
import { ErrorBody } from './core/errors.ts';
import { peopleMethods } from './grants.ts';

/**
 * The bridge between a mini-app's frame and the shell.
 *
 * 1. The frame posts a `BridgeHello` to the shell's exact origin, with the nonce of its launch.
 * 2. The shell checks window, origin, nonce and age, and posts a `BridgeWelcome` with one MessagePort to the app's
 *    exact origin. A nonce opens one port; the port closes when the frame loads anything again.
 * 3. On the port the app sends `BridgeRequest`s and gets a `BridgeAnswer` for each, and the shell sends `BridgeEvent`s.
 *
 * Apart from the port the shell asks the window itself for a sign of life (`heartbeat`).
 *
 * Every message is JSON text: nothing but text crosses the border.
 */
export const BridgeHello = z.strictObject({
  veche: z.literal('hello'),
  version: z.literal(BRIDGE_VERSION),
  nonce: z.string().min(16).max(64),
});
export type BridgeHello = z.infer<typeof BridgeHello>;

const Colour = z.string().regex(/^#[0-9a-f]{6}$/, 'must be a colour such as #fcfaf7');

/** The shell's colours as an app may follow them; the names are those of the shell's own tokens. */
export const ThemeColours = z.strictObject({
  scheme: z.enum(['light', 'dark']),
  paper: Colour,
  surface: Colour,
  raised: Colour,
  ink: Colour,
  inkSoft: Colour,
  line: Colour,
  accent: Colour,
  onAccent: Colour,
  link: Colour,
  danger: Colour,
});
export type ThemeColours = z.infer<typeof ThemeColours>;

/** Room of the frame in CSS pixels. */
export const Viewport = z.strictObject({ width: z.number().min(0), height: z.number().min(0) });
export type Viewport = z.infer<typeof Viewport>;

/** The one large button that the shell draws under the frame, in its own colours. */
export const MainButton = z.strictObject({
  isVisible: z.boolean(),
  text: z.string().max(64),
  isEnabled: z.boolean(),
  isBusy: z.boolean(),
});
export type MainButton = z.infer<typeof MainButton>;

/** The second button beside the main one, or above or under it where the window is narrow. */
export const SecondaryButton = z.strictObject({ ...MainButton.shape, place: z.enum(secondaryButtonPlaces) });
export type SecondaryButton = z.infer<typeof SecondaryButton>;

/** Colours of the app for what is around its page; null is the shell's own. */
export const AppColours = z.strictObject({
  header: Colour.nullable(),
  background: Colour.nullable(),
  foot: Colour.nullable(),
});
export type AppColours = z.infer<typeof AppColours>;

export const PopupButton = z.strictObject({
  id: z.string().max(64),
  kind: z.enum(popupButtonKinds),
  /** Not shown for `ok`, `close` and `cancel`, which have the platform's own words. */
  text: z.string().max(64),
});

/** A question or a notice of the app within its own window, with its name above its words. */
export const Popup = z.strictObject({
  title: z.string().max(64),
  message: z.string().min(1).max(256),
  buttons: z.array(PopupButton).min(1).max(3),
});
export type Popup = z.infer<typeof Popup>;

/** A message that an app suggests the person to send. */
export const AppCard = z.strictObject({
  title: z.string().min(1).max(128),
  /** May be empty. */
  text: z.string().max(1024),
  /** JPEG, PNG or WebP of up to 2 MiB. */
  picture: z.string().max(200).nullable(),
  button: z.string().min(1).max(64),
  /** What the button starts the app with; may be empty. */
  startParam: z.string().max(512),
});
export type AppCard = z.infer<typeof AppCard>;

export const BridgeMethodName = z.enum(bridgeMethodNames);
export type BridgeMethodName = z.infer<typeof BridgeMethodName>;

const Nothing = z.strictObject({});
const Visible = z.strictObject({ isVisible: z.boolean() });
const Key = z.string().regex(storageKey);
const Keys = z.array(Key).max(MAX_STORED_ITEMS);
const Value = z.string().max(MAX_STORED_VALUE_LENGTH);
const LongValue = z.string().max(MAX_BRIDGE_MESSAGE_LENGTH);

/**
 * What an app may ask of the shell. A capability is a method's name; dialects of other platforms are translated to
 * these. Whatever needs the person is refused with `forbidden` (they did not agree, or pressed nothing just before),
 * `rate_limited` (asked three times in a row: pause), `unavailable` (the app is not in view, or this browser cannot) or
 * `timeout`.
 */
export const bridgeMethods = {
  /** The first screen is drawn: the shell takes its waiting picture away. */
  'app.ready': { params: Nothing, result: Nothing },
  'app.close': { params: Nothing, result: Nothing },
  /** Whether to ask the person before the app is closed, because it holds something unsaved. */
  'app.setClosingConfirmation': { params: z.strictObject({ isNeeded: z.boolean() }), result: Nothing },
  /** Leaves for a page of the web, in a tab of its own, when the person agrees. */
  'app.openLink': { params: z.strictObject({ url: z.string().regex(webAddress) }), result: Nothing },
  /** Opens a chat or an app of this server beside the app. Other addresses are `not_found`. */
  'app.openChat': { params: z.strictObject({ link: z.string().regex(innerAddress) }), result: Nothing },
  /** The person chooses a chat, sees the words and sends them, or does not. */
  'app.share': { params: z.strictObject({ text: z.string().min(1).max(4096) }), result: Nothing },
  /**
   * The person chooses a chat, sees the card and sends it, or does not: a title, a text, a picture of the app's own
   * bundle by its path, and a button that opens the app. `conflict` of `launchId`: others could not open it there.
   */
  'app.shareCard': { params: AppCard, result: Nothing },
  /** The person sees the words and sends them to the app's own bot, or does not; `conflict`: the app has no bot. */
  'app.invokeBot': { params: z.strictObject({ command: z.string().regex(botCommand) }), result: Nothing },
  /** Opens another mini-app beside this one when the person agrees; `not_found`: the catalogue has none of that id. */
  'app.openApp': {
    params: z.strictObject({ app: z.string().regex(appReference), startParam: z.string().regex(startWord) }),
    result: Nothing,
  },
  /**
   * Adds the app to those of the person when they agree: it stays theirs when it is taken out of the chat that they
   * have it through.
   */
  'app.install': { params: Nothing, result: Nothing },
  /** Downloads a file when the person agrees. */
  'app.download': {
    params: z.strictObject({ url: z.string().regex(fileAddress), fileName: z.string().regex(plainFileName) }),
    result: Nothing,
  },
  /**
   * Launch data of this window, signed anew with the present moment. `expired`: the window was closed or is a day old,
   * or its release was stopped; `rate_limited`: over thirty times a minute.
   */
  'app.refreshLaunch': { params: Nothing, result: z.strictObject({ launchData: z.string() }) },
  /**
   * Something of the person, as the manifest declares it. Where there is no grant, the platform asks. `forbidden` with
   * the field `scope`: not declared; `conflict`: the app has no bot that could write; `expired`: the window was closed.
   */
  'people.getAttributes': { params: z.strictObject({ scope: AppScope }), result: peopleMethods.getAttributes.output },
  /** What the manifest declares, and whether a reading would give it now without a question. */
  'people.listScopes': { params: Nothing, result: peopleMethods.listScopes.output },
  /**
   * The person reads the challenge and confirms it by a passkey; the proof is for the app's back end. `unavailable`:
   * they have no passkey.
   */
  'people.confirmPresence': {
    params: z.strictObject({ challenge: z.string().regex(challengeText) }),
    result: z.strictObject({ proof: z.string() }),
  },
  /** Gives back what the person let the app have, by a press of theirs; the next reading asks them anew. */
  'people.endGrant': { params: z.strictObject({ scope: AppScope }), result: Nothing },
  'ui.setMainButton': { params: MainButton, result: Nothing },
  'ui.setSecondaryButton': { params: SecondaryButton, result: Nothing },
  'ui.setBackButton': { params: Visible, result: Nothing },
  'ui.setSettingsButton': { params: Visible, result: Nothing },
  'ui.setColours': { params: AppColours, result: Nothing },
  'ui.getTheme': { params: Nothing, result: ThemeColours },
  'ui.getViewport': { params: Nothing, result: Viewport },
  /** Answers the pressed button's id, or null when the popup was closed otherwise. One at a time: `conflict`. */
  'ui.showPopup': { params: Popup, result: z.strictObject({ buttonId: z.string().nullable() }) },
  /** Felt where the device can vibrate; nowhere a promise. */
  'ui.vibrate': { params: z.strictObject({ feel: z.enum(feels) }), result: Nothing },
  'ui.hideKeyboard': { params: Nothing, result: Nothing },
  /** The window with its header fills the screen, or does so no more. */
  'ui.setFullscreen': { params: z.strictObject({ isFullscreen: z.boolean() }), result: Nothing },
  /** Keeps the screen as it is turned now, where the browser lets it: in fullscreen, on what can be turned. */
  'ui.lockOrientation': { params: z.strictObject({ isLocked: z.boolean() }), result: Nothing },
  /**
   * The person is shown a sheet that has the browser make a shortcut to the app, or tells how it is made there.
   * `unavailable`: none can be made. What they did by hand no browser tells: `unknown`.
   */
  'ui.addToHomeScreen': { params: Nothing, result: z.strictObject({ status: z.enum(['added', 'unknown']) }) },
  /**
   * Whether there is a shortcut to the app, as far as the browser tells: `missed` there is none, `unsupported` there can
   * be none. Nobody is asked.
   */
  'ui.checkHomeScreen': { params: Nothing, result: z.strictObject({ status: z.enum(homeScreenStatuses) }) },
  'clipboard.write': { params: z.strictObject({ text: z.string().max(16_384) }), result: Nothing },
  /** The person is asked each time. */
  'clipboard.read': { params: Nothing, result: z.strictObject({ text: z.string() }) },
  /** Shows the camera until it is closed; codes come as `scanner.found`. `conflict` while something else is shown. */
  'scanner.open': { params: z.strictObject({ text: z.string().max(64) }), result: Nothing },
  'scanner.close': { params: Nothing, result: Nothing },
  /** On the server, the same on every device of the person. Absent keys are left out. */
  'cloudStorage.get': {
    params: z.strictObject({ keys: Keys }),
    result: z.strictObject({ values: z.record(z.string(), z.string()) }),
  },
  'cloudStorage.listKeys': { params: Nothing, result: z.strictObject({ keys: z.array(z.string()) }) },
  'cloudStorage.set': { params: z.strictObject({ key: Key, value: Value }), result: Nothing },
  'cloudStorage.remove': { params: z.strictObject({ keys: Keys }), result: Nothing },
  /** In this browser alone, as long as it keeps it; `too_large` over 5 MB. */
  'deviceStorage.get': {
    params: z.strictObject({ key: Key }),
    result: z.strictObject({ value: z.string().nullable() }),
  },
  'deviceStorage.set': { params: z.strictObject({ key: Key, value: LongValue }), result: Nothing },
  'deviceStorage.remove': { params: z.strictObject({ key: Key }), result: Nothing },
  'deviceStorage.clear': { params: Nothing, result: Nothing },
  /**
   * In this browser, encrypted with a key that no script can read out: it keeps the values from who copies the files
   * of the browser apart from it, not from who uses this browser. Ten items.
   */
  'secureStorage.get': {
    params: z.strictObject({ key: Key }),
    result: z.strictObject({ value: z.string().nullable() }),
  },
  'secureStorage.set': { params: z.strictObject({ key: Key, value: Value }), result: Nothing },
  'secureStorage.remove': { params: z.strictObject({ key: Key }), result: Nothing },
  'secureStorage.clear': { params: Nothing, result: Nothing },
} satisfies Record<BridgeMethodName, { params: z.ZodType; result: z.ZodType }>;

export type BridgeParams<Name extends BridgeMethodName> = z.infer<(typeof bridgeMethods)[Name]['params']>;
export type BridgeResult<Name extends BridgeMethodName> = z.infer<(typeof bridgeMethods)[Name]['result']>;

/** What the shell tells an app unasked. */
export const bridgeEvents = {
  'ui.mainButtonPressed': Nothing,
  'ui.secondaryButtonPressed': Nothing,
  'ui.backButtonPressed': Nothing,
  'ui.settingsButtonPressed': Nothing,
  'ui.fullscreenChanged': z.strictObject({ isFullscreen: z.boolean() }),
  /** A code was read; the camera goes on. */
  'scanner.found': z.strictObject({ text: z.string() }),
  /** By the person, by the app, or because the camera failed. */
  'scanner.closed': Nothing,
  'ui.themeChanged': ThemeColours,
  'ui.viewportChanged': Viewport,
  /** The person set the app aside, or took it up again. It runs on either way; a launched app begins in view. */
  'ui.visibilityChanged': z.strictObject({ isVisible: z.boolean() }),
  /** The person took back what the app was let have: the next reading asks them again. */
  'people.grantEnded': z.strictObject({ scope: AppScope }),
  /** Messages were dropped; an app that goes on so is ended. */
  'bridge.overBudget': z.strictObject({ dropped: z.int() }),
};
export type BridgeEventName = keyof typeof bridgeEvents;
export type BridgeEventData<Name extends BridgeEventName> = z.infer<(typeof bridgeEvents)[Name]>;

export const BridgeWelcome = z.strictObject({
  veche: z.literal('welcome'),
  version: z.literal(BRIDGE_VERSION),
  nonce: z.string(),
  capabilities: z.array(z.string()),
  language: Language,
  theme: ThemeColours,
  viewport: Viewport,
  /** Signed launch data, url-encoded pairs, as `apps.launch` answered it. */
  launchData: z.string().max(MAX_BRIDGE_MESSAGE_LENGTH),
});
export type BridgeWelcome = z.infer<typeof BridgeWelcome>;

/** `id` is chosen by the app and comes back with the answer. */
export const BridgeRequest = z.strictObject({
  id: z.int().min(1),
  method: z.string().max(64),
  params: z.record(z.string(), z.unknown()).default({}),
});
export type BridgeRequest = z.infer<typeof BridgeRequest>;

export const BridgeAnswer = z.union([
  z.strictObject({ id: z.int(), result: z.record(z.string(), z.unknown()) }),
  z.strictObject({ id: z.int(), error: ErrorBody }),
]);
export type BridgeAnswer = z.infer<typeof BridgeAnswer>;

export const BridgeEvent = z.strictObject({ event: z.string(), data: z.record(z.string(), z.unknown()) });
export type BridgeEvent = z.infer<typeof BridgeEvent>;
