// The door for both ends of the bridge, and for the check of a launch: without the schemas. Apart from light.ts, whose parts all
// come with the shell's first load.
export { appScopeCatalogue } from './core/app-scope-catalogue.ts';
export {
  answerSeconds,
  appReference,
  BRIDGE_BUDGET,
  botCommand,
  challengeText,
  BRIDGE_VERSION,
  bridgeMethodNames,
  DROPS_PER_STRIKE,
  feels,
  fileAddress,
  heartbeat,
  innerAddress,
  KEPT_DAYS,
  LAUNCH_SECONDS,
  launchFragment,
  MAX_BRIDGE_MESSAGE_LENGTH,
  MAX_DEVICE_STORAGE_LENGTH,
  MAX_SECURE_ITEMS,
  MAX_STORED_ITEMS,
  MAX_STORED_VALUE_LENGTH,
  PAGE_LEFT,
  plainFileName,
  popupButtonKinds,
  secondaryButtonPlaces,
  startWord,
  storageKey,
  STRIKES_TO_END,
  webAddress,
} from './core/bridge-protocol.ts';
export { releaseLogText } from './core/release-log.ts';
