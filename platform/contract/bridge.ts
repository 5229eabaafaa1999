import { z } from 'zod';
import { Language } from './accounts.ts';
import { BRIDGE_VERSION, bridgeMethodNames, MAX_BRIDGE_MESSAGE_LENGTH, webAddress } from './core/bridge-protocol.ts';
import { ErrorBody } from './core/errors.ts';

/**
 * The bridge between a mini-app's frame and the shell.
 *
 * 1. The frame posts a `BridgeHello` to the shell's exact origin, with the nonce of its launch.
 * 2. The shell checks window, origin, nonce and age, and posts a `BridgeWelcome` with one MessagePort to the app's
 *    exact origin. A nonce opens one port; the port closes when the frame loads anything again.
 * 3. On the port the app sends `BridgeRequest`s and gets a `BridgeAnswer` for each, and the shell sends `BridgeEvent`s.
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

export const BridgeMethodName = z.enum(bridgeMethodNames);
export type BridgeMethodName = z.infer<typeof BridgeMethodName>;

const Nothing = z.strictObject({});

/** What an app may ask of the shell. A capability is a method's name. */
export const bridgeMethods = {
  /** The first screen is drawn: the shell takes its waiting picture away. */
  'app.ready': { params: Nothing, result: Nothing },
  'app.close': { params: Nothing, result: Nothing },
  /**
   * Leaves for a page of the web, in a tab of its own, when the person agrees. Refused with `forbidden` (the person did
   * not agree), `rate_limited` (asked three times in a row: pause), `unavailable` (the app is not in view), `timeout`.
   */
  'app.openLink': { params: z.strictObject({ url: z.string().regex(webAddress) }), result: Nothing },
  'ui.setMainButton': { params: MainButton, result: Nothing },
  'ui.setBackButton': { params: z.strictObject({ isVisible: z.boolean() }), result: Nothing },
  'ui.getTheme': { params: Nothing, result: ThemeColours },
  'ui.getViewport': { params: Nothing, result: Viewport },
} satisfies Record<BridgeMethodName, { params: z.ZodType; result: z.ZodType }>;

export type BridgeParams<Name extends BridgeMethodName> = z.infer<(typeof bridgeMethods)[Name]['params']>;
export type BridgeResult<Name extends BridgeMethodName> = z.infer<(typeof bridgeMethods)[Name]['result']>;

/** What the shell tells an app unasked. */
export const bridgeEvents = {
  'ui.mainButtonPressed': Nothing,
  'ui.backButtonPressed': Nothing,
  'ui.themeChanged': ThemeColours,
  'ui.viewportChanged': Viewport,
  /** The person set the app aside, or took it up again. It runs on either way; a launched app begins in view. */
  'ui.visibilityChanged': z.strictObject({ isVisible: z.boolean() }),
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
