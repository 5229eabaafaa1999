// Apart from bridge.ts, so that the shell and apps can have the numbers without the schemas.

/** Version of the bridge; a frame that greets with another one gets no answer. */
export const BRIDGE_VERSION = 1;

/** What the shell asks a page of an app for a sign of life, and what the page answers: the shim, or else our SDK. */
export const heartbeat = { ping: '{"veche":"ping"}', pong: '{"veche":"pong"}' } as const;

/** What the page around an app on a site of its own says when the app went to another site, which is not shown. */
export const PAGE_LEFT = '{"veche":"left"}';

/** Largest message of an app, in UTF-16 units of its JSON text. Answers may be larger. */
export const MAX_BRIDGE_MESSAGE_LENGTH = 64 * 1024;

/** Messages an app may send: a burst of `burst`, refilled at `perSecond`. What is over is dropped. */
export const BRIDGE_BUDGET = { burst: 200, perSecond: 50 };

/** Drops that make one strike, and strikes that end the app. A budget that filled up again forgives them. */
export const DROPS_PER_STRIKE = 200;
export const STRIKES_TO_END = 3;

/**
 * Every request is answered or refused within this many seconds; one that asks the person has longer, and one that
 * shows the person something to deal with has longest.
 */
const ANSWER_SECONDS = { usual: 10, asking: 60, showing: 600 };

/** Seconds from a launch to its first use: after that the frame gets no port, and a back end should refuse its data. */
export const LAUNCH_SECONDS = 300;

/** Names in the address fragment that the shell gives to an app of ours, beside the Telegram ones. */
export const launchFragment = { nonce: 'vecheNonce', host: 'vecheHost' } as const;

/** What a shell of this version can do for an app; its welcome lists those that work there. */
export const bridgeMethodNames = [
  'app.ready',
  'app.close',
  'app.setClosingConfirmation',
  'app.openLink',
  'app.openChat',
  'app.share',
  'app.shareCard',
  'app.invokeBot',
  'app.openApp',
  'app.install',
  'app.download',
  'app.refreshLaunch',
  'people.getAttributes',
  'people.listScopes',
  'people.confirmPresence',
  'people.endGrant',
  'ui.setMainButton',
  'ui.setSecondaryButton',
  'ui.setBackButton',
  'ui.setSettingsButton',
  'ui.setColours',
  'ui.getTheme',
  'ui.getViewport',
  'ui.showPopup',
  'ui.vibrate',
  'ui.hideKeyboard',
  'ui.setFullscreen',
  'ui.lockOrientation',
  'ui.addToHomeScreen',
  'ui.checkHomeScreen',
  'clipboard.write',
  'clipboard.read',
  'scanner.open',
  'scanner.close',
  'cloudStorage.get',
  'cloudStorage.listKeys',
  'cloudStorage.set',
  'cloudStorage.remove',
  'deviceStorage.get',
  'deviceStorage.set',
  'deviceStorage.remove',
  'deviceStorage.clear',
  'secureStorage.get',
  'secureStorage.set',
  'secureStorage.remove',
  'secureStorage.clear',
] as const;
type Name = (typeof bridgeMethodNames)[number];

const asking: readonly Name[] = [
  'app.openLink',
  'app.download',
  'clipboard.read',
  'people.getAttributes',
  'people.confirmPresence',
  'app.invokeBot',
  'app.openApp',
  'app.install',
];
const showing: readonly Name[] = ['ui.showPopup', 'ui.addToHomeScreen', 'app.share', 'app.shareCard'];

/** Within how many seconds a method is answered or refused. */
export function answerSeconds(method: Name | 'hello'): number {
  if (asking.some((name) => name === method)) return ANSWER_SECONDS.asking;
  return showing.some((name) => name === method) ? ANSWER_SECONDS.showing : ANSWER_SECONDS.usual;
}

/** Addresses an app may ask to open. */
export const webAddress = /^https?:\/\/[^\s]{1,2000}$/;
/** Addresses of files an app may ask to download. */
export const fileAddress = /^https:\/\/[^\s]{1,2000}$/;
/** Names of files as the person is shown them: nothing in them leads to a folder, hides or turns letters around. */
export const plainFileName = /^(?!\.{1,2}$)[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:]{1,128}$/u;
/** A chat or an app of this server, such as `/@name`, `/@name?startapp=word` or `/c/7`, with or without its host. */
export const innerAddress = /^(?:https?:\/\/[^\s/]{1,253})?\/[^\s]{0,1000}$/;

/** A mini-app by its id or its number, and what it is started with. */
export const appReference = /^(?:[a-z](?:[a-z0-9]|-(?!-)){1,30}[a-z0-9]|[1-9]\d{0,15})$/;
export const startWord = /^[\w-]{0,512}$/;

/** What an app lets a person confirm: one line of up to 256 characters, in which nothing hides or turns letters around. */
export const challengeText = /^(?=.*[\p{L}\p{N}])[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,256}$/u;

/** A command to the app's own bot, with what it is started with or told. */
export const botCommand = /^\/[a-z][a-z0-9_]{0,31}(?: [^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,256})?$/u;

/** What an app keeps for one person: key and value in UTF-16 units; items on the server and in the secure storage. */
export const storageKey = /^[\w.:/-]{1,128}$/;
export const MAX_STORED_VALUE_LENGTH = 4096;
export const MAX_STORED_ITEMS = 1024;
export const MAX_SECURE_ITEMS = 10;
/** Days that what an app keeps on the server outlives its removal by the person. */
export const KEPT_DAYS = 30;
/** Of the device storage, keys and values together, in UTF-16 units. */
export const MAX_DEVICE_STORAGE_LENGTH = 5 * 1024 * 1024;

/** How something may feel in the hand. */
export const feels = ['light', 'medium', 'heavy', 'rigid', 'soft', 'success', 'warning', 'error', 'selection'] as const;

/** Whether an app has a shortcut on the home screen, in the words of Telegram Web Apps. */
export const homeScreenStatuses = ['unsupported', 'unknown', 'added', 'missed'] as const;

/** Buttons of a popup. `ok`, `close` and `cancel` have the platform's own words. */
export const popupButtonKinds = ['default', 'destructive', 'ok', 'close', 'cancel'] as const;
export const secondaryButtonPlaces = ['left', 'right', 'top', 'bottom'] as const;
