import { ledgerMethods, transparencyMethods } from './access-ledger.ts';
import { appStorageMethods } from './app-storage.ts';
import { appCardMethods } from './app-cards.ts';
import { appNotificationMethods, appNotifyMethods } from './app-notifications.ts';
import { appMethods } from './apps.ts';
import { archiveMethods } from './archives.ts';
import { blockMethods } from './blocks.ts';
import { botConsoleMethods } from './bot-console.ts';
import { botFaceMethods, chatBots } from './bot-face.ts';
import { botWebhookMethods } from './bot-webhooks.ts';
import { botMethods } from './bots.ts';
import { callMethods } from './calls.ts';
import { appReportMethods } from './app-reports.ts';
import { catalogueMethods } from './catalogue.ts';
import { chatSettingsMethods } from './chat-settings.ts';
import { chatMethods } from './chats.ts';
import { contactMethods } from './contacts.ts';
import { commentMethods } from './comments.ts';
import type { Method } from './core/define-method.ts';
import { draftMethods } from './drafts.ts';
import { folderMethods } from './folders.ts';
import { forwardMethods } from './forwards.ts';
import { grantMethods, peopleMethods } from './grants.ts';
import { historyMethods } from './history.ts';
import { clearingMethods, hidingMethods } from './hiding.ts';
import { identityMethods } from './identity.ts';
import { inlineMethods } from './inline.ts';
import { installationMethods } from './installations.ts';
import { inviteMethods } from './invites.ts';
import { limitMethods } from './limits.ts';
import { mediaMethods } from './media.ts';
import { memberMethods } from './members.ts';
import { locationMethods } from './locations.ts';
import { mentionMethods } from './mentions.ts';
import { messageMethods } from './messages.ts';
import { notificationMethods } from './notifications.ts';
import { organisationAppMethods } from './organisation-apps.ts';
import { organisationMethods } from './organisations.ts';
import { setAccountPhoto, setChatPhoto } from './photos.ts';
import { presenceMethods, sendAction } from './presence.ts';
import { publicNameMethods } from './public-names.ts';
import { passkeyMethods } from './passkeys.ts';
import { pinMethods } from './pins.ts';
import { pollMethods } from './polls.ts';
import { moderationMethods } from './moderation.ts';
import { presenceProofMethods } from './presence-proofs.ts';
import { privacyMethods } from './privacy.ts';
import { reactionMethods } from './reactions.ts';
import { reportMethods } from './reports.ts';
import { receiptMethods } from './receipts.ts';
import { releaseMethods } from './releases.ts';
import { scheduledMethods } from './scheduled.ts';
import { searchMethods } from './search.ts';
import { secondFactorMethods } from './second-factor.ts';
import { stickerMethods } from './stickers.ts';
import { syncMethods } from './sync.ts';
import { topicMethods } from './topics.ts';
import { versionMethods } from './versions.ts';

/** Every method there is, by wing. A new feature adds its line here. */
export const methods = {
  identity: identityMethods,
  passkeys: passkeyMethods,
  secondFactor: secondFactorMethods,
  members: memberMethods,
  invites: inviteMethods,
  chats: {
    ...chatMethods,
    ...chatSettingsMethods,
    ...clearingMethods,
    ...publicNameMethods,
    sendAction,
    setPhoto: setChatPhoto,
    bots: chatBots,
  },
  account: { setPhoto: setAccountPhoto },
  drafts: draftMethods,
  media: mediaMethods,
  folders: folderMethods,
  contacts: contactMethods,
  blocks: blockMethods,
  privacy: privacyMethods,
  messages: { ...messageMethods, ...historyMethods, ...hidingMethods, ...versionMethods, ...forwardMethods },
  scheduled: scheduledMethods,
  topics: topicMethods,
  comments: commentMethods,
  reactions: reactionMethods,
  receipts: receiptMethods,
  presence: presenceMethods,
  calls: callMethods,
  notifications: notificationMethods,
  reports: reportMethods,
  moderation: moderationMethods,
  limits: limitMethods,
  search: searchMethods,
  polls: pollMethods,
  locations: locationMethods,
  pins: pinMethods,
  stickers: stickerMethods,
  mentions: mentionMethods,
  sync: syncMethods,
  archives: archiveMethods,
  bots: { ...botMethods, ...botWebhookMethods, ...botFaceMethods, ...botConsoleMethods },
  inline: inlineMethods,
  organisations: organisationMethods,
  apps: { ...appMethods, ...appCardMethods, ...appNotifyMethods, ...installationMethods, ...organisationAppMethods },
  catalogue: catalogueMethods,
  appReports: appReportMethods,
  appStorage: appStorageMethods,
  appNotifications: appNotificationMethods,
  grants: grantMethods,
  people: { ...peopleMethods, ...presenceProofMethods },
  ledger: ledgerMethods,
  transparency: transparencyMethods,
  releases: releaseMethods,
} as const;

type Groups = typeof methods;
/** Union of all method definitions. */
export type AnyMethod = { [G in keyof Groups]: Groups[G][keyof Groups[G]] }[keyof Groups];
export type MethodName = AnyMethod['name'];
export type MethodByName<N extends MethodName> = Extract<AnyMethod, { name: N }>;

/** The same methods as a flat list, in the order of the reference page. */
export const methodList: readonly Method[] = Object.values(methods).flatMap(
  (group) => Object.values(group) as Method[],
);
