// Apart from bridge.ts, so that the shell and apps can have the numbers without the schemas.

/** Version of the bridge; a frame that greets with another one gets no answer. */
export const BRIDGE_VERSION = 1;

/** Largest message either way, in UTF-16 units of its JSON text. */
export const MAX_BRIDGE_MESSAGE_LENGTH = 64 * 1024;

/** Messages an app may send: a burst of `burst`, refilled at `perSecond`. What is over is dropped. */
export const BRIDGE_BUDGET = { burst: 200, perSecond: 50 };

/** Drops that make one strike, and strikes that end the app. A budget that filled up again forgives them. */
export const DROPS_PER_STRIKE = 200;
export const STRIKES_TO_END = 3;

/** Every request is answered or refused within this many seconds; one that asks the person has longer. */
export const BRIDGE_TIMEOUT_SECONDS = 10;
export const ASKING_TIMEOUT_SECONDS = 60;

/** Seconds from a launch to its first use: after that the frame gets no port, and a back end should refuse its data. */
export const LAUNCH_SECONDS = 300;

/** Names in the address fragment that the shell gives to an app of ours, beside the Telegram ones. */
export const launchFragment = { nonce: 'vecheNonce', host: 'vecheHost' } as const;

/** What a shell of this version can do for an app; its welcome lists those that work there. */
export const bridgeMethodNames = [
  'app.ready',
  'app.close',
  'app.openLink',
  'ui.setMainButton',
  'ui.setBackButton',
  'ui.getTheme',
  'ui.getViewport',
] as const;

/** Those that ask the person, in a sheet of the platform. */
export const askingMethodNames: readonly (typeof bridgeMethodNames)[number][] = ['app.openLink'];

/** Addresses an app may ask to open. */
export const webAddress = /^https?:\/\/[^\s]{1,2000}$/;
