export * as accessLedger from './access-ledger.ts';
export * as accountDeletion from './account-deletion.ts';
export * as appStorage from './app-storage.ts';
export * as apps from './apps.ts';
export * as archiveImports from './archive-imports.ts';
export * as archives from './archives.ts';
export * as botConsole from './bot-console.ts';
export * as botFace from './bot-face.ts';
export * as botWebhooks from './bot-webhooks.ts';
export * as bots from './bots.ts';
export * as appReports from './app-reports.ts';
export * as catalogue from './catalogue.ts';
export * as calls from './calls.ts';
export * as chatSettings from './chat-settings.ts';
export * as chats from './chats.ts';
export * as comments from './comments.ts';
export * as drafts from './drafts.ts';
export * as identity from './identity.ts';
export * as inline from './inline.ts';
export * as installations from './installations.ts';
export * as invites from './invites.ts';
export * as members from './members.ts';
export * as blocks from './blocks.ts';
export * as contacts from './contacts.ts';
export * as folders from './folders.ts';
export * as grants from './grants.ts';
export * as history from './history.ts';
export * as hiding from './hiding.ts';
export * as limits from './limits.ts';
export * as moderation from './moderation.ts';
export * as privacy from './privacy.ts';
export * as reports from './reports.ts';
export * as media from './media.ts';
export * as forwards from './forwards.ts';
export * as locations from './locations.ts';
export * as mentions from './mentions.ts';
export * as messages from './messages.ts';
export * as notifications from './notifications.ts';
export * as organisationApps from './organisation-apps.ts';
export * as organisations from './organisations.ts';
export * as passkeys from './passkeys.ts';
export * as publicNames from './public-names.ts';
export * as pins from './pins.ts';
export * as polls from './polls.ts';
export * as photos from './photos.ts';
export * as presence from './presence.ts';
export * as releases from './releases.ts';
export * as reactions from './reactions.ts';
export * as receipts from './receipts.ts';
export * as scheduled from './scheduled.ts';
export * as search from './search.ts';
export * as secondFactor from './second-factor.ts';
export * as stickers from './stickers.ts';
export * as sync from './sync.ts';
export * as topics from './topics.ts';
export * as versions from './versions.ts';

export { AccountDeletion, DELETION_PHRASES } from './account-deletion.ts';
export { initials } from './core/initials.ts';
export { ShownName } from './core/text.ts';
export {
  heartbeat,
  launchFragment,
  MAX_BRIDGE_MESSAGE_LENGTH,
  MAX_STORED_ITEMS,
  MAX_STORED_VALUE_LENGTH,
  PAGE_LEFT,
} from './core/bridge-protocol.ts';
export { AppScope, GrantDuration } from './app-scopes.ts';
export { LedgerEntry, TreeHead } from './access-ledger.ts';
export { Grant } from './grants.ts';
export {
  type Organisation,
  type OrganisationFace,
  type OrganisationKind,
  type OrganisationRole,
  type OwnOrganisation,
  type Verification,
} from './organisations.ts';
export { appScopeCatalogue, grantDurations } from './core/app-scope-catalogue.ts';
export { Account, DisplayName, Language, Username } from './accounts.ts';
export {
  Import,
  ImportId,
  ImportItem,
  ImportProblem,
  ImportReason,
  ImportSource,
  IMPORTS_PER_DAY,
  MAX_IMPORT_ENTRIES,
} from './archive-imports.ts';
export { Export, EXPORT_DAYS, ExportId, EXPORTS_PER_DAY } from './archives.ts';
export { BotCommand, BotMenu, ChatBot, CommandScope, KeyboardInForce } from './bot-face.ts';
export { BotWebhook, WebhookForm } from './bot-webhooks.ts';
export { BotCall, UpdateDelivery, UpdateState } from './bot-console.ts';
export { Bot, BotInline } from './bots.ts';
export { BotUpdate, BotUpdateKind, defaultUpdateKinds } from './bot-updates.ts';
export { isArchived, isMuted, ownSettingKeys } from './chat-state.ts';
export { Chat, ChatKind, chatSettings as chatSettingFields, Member, Role } from './chat.ts';
export { Draft } from './drafts.ts';
export { type Key, Keyboard, MAX_KEYS, NewKeyboard } from './keyboards.ts';
export { checkEntities, Entity, isPlainStyle } from './entities.ts';
export { Attachment, FileKind, MAX_FILE_BYTES, MediaFile, NewAttachment, UPLOADS_PATH } from './media.ts';
export {
  Button,
  ButtonAction,
  Buttons,
  MAX_TEXT_LENGTH,
  Message,
  MessageBody,
  messageParts,
  MessageText,
  Quote,
  saysSomething,
  type SentContent,
} from './messages.ts';
export { Topic, TopicIcon } from './topics.ts';
export { type NewInlineResult } from './inline.ts';
export { Invite, InviteId } from './invites.ts';
export { ChatCard } from './public-names.ts';
export {
  AdminRight,
  adminRights,
  Permission,
  permissionBits,
  permissions,
  permissionsOf,
  rightBits,
  rightsOf,
} from './permissions.ts';
export {
  Call,
  CallMedia,
  CallOutcome,
  CallRecord,
  CallSignal,
  IceSettings,
  KEEP_EVERY_SECONDS,
  RING_SECONDS,
  UNKEPT_SECONDS,
} from './calls.ts';
export { ChatAction, Presence } from './presence.ts';
export { Position } from './receipts.ts';
export { AccountEvent, ChatEvent, type ChatEventKind } from './events.ts';
export {
  AppId,
  AccountId,
  ChatId,
  ClientId,
  FileId,
  MAX_ID,
  MessageId,
  OrganisationId,
  PackId,
  Seq,
  SessionId,
  Timestamp,
} from './core/ids.ts';
export {
  commonErrors,
  DEFAULT_MAX_BODY_BYTES,
  DEFAULT_PER_MINUTE,
  defineMethod,
  type Idempotency,
  type InputOf,
  type Method,
  type OutputOf,
  type ParsedInputOf,
  type ResultOf,
  type Scope,
  scopes,
} from './core/define-method.ts';
export {
  ErrorBody,
  ErrorCode,
  type ErrorDetails,
  errorMeaning,
  httpStatus,
  InputIssue,
  invalidInput,
  VecheError,
} from './core/errors.ts';
export {
  BridgeAnswer,
  BridgeEvent,
  type BridgeEventData,
  type BridgeEventName,
  AppCard,
  AppColours,
  bridgeEvents,
  BridgeHello,
  BridgeMethodName,
  bridgeMethods,
  type BridgeParams,
  BridgeRequest,
  type BridgeResult,
  BridgeWelcome,
  MainButton,
  ThemeColours,
  Viewport,
  Popup,
  SecondaryButton,
} from './bridge.ts';
export {
  buildOpenApi,
  type JsonSchema,
  type NamedSchema,
  type OpenApiDocument,
  type OpenApiOperation,
} from './core/openapi.ts';
export {
  BEAT_SECONDS,
  CallFrame,
  ClientFrame,
  closeCodes,
  FRAME_BUDGET,
  HELLO_TIMEOUT_SECONDS,
  HelloFrame,
  LARGE_CHAT_MEMBERS,
  MAX_FRAMES_PER_MESSAGE,
  MAX_OPEN_CHATS,
  MAX_SOCKET_MESSAGE_BYTES,
  PROTOCOL_VERSION,
  type Reach,
  reachOf,
  ReadyFrame,
  ServerFrame,
  SMALL_CHAT_MEMBERS,
} from './frames.ts';
export { MAX_PICTURE_BYTES } from './app-cards.ts';
export {
  AppNotification,
  MAX_NOTIFICATIONS_A_DAY,
  NOTIFICATIONS_KEPT_DAYS,
  USUAL_NOTIFICATIONS_A_DAY,
} from './app-notifications.ts';
export { MAX_NOTIFICATION_LENGTH, NotificationTemplate, type ValueKind } from './notification-templates.ts';
export { LinkPreview, MAX_PREVIEW_DESCRIPTION, MAX_PREVIEW_SITE, MAX_PREVIEW_TITLE } from './link-previews.ts';
export { Contact } from './contacts.ts';
export { Folder } from './folders.ts';
export { PrivacyRule, PrivacySubject } from './privacy.ts';
export { Scheduled } from './scheduled.ts';
export { BudgetKind, dailyBudgets, TrustLevel } from './limits.ts';
export { type AdminAct } from './moderation.ts';
export { Report, ReportOutcome, ReportReason } from './reports.ts';
export { type AppCategory, AppSlug, BundlePath, Manifest, manifestSchema, siteOf } from './manifest.ts';
export type { ReportedApp } from './app-reports.ts';
export type { CatalogueApp } from './catalogue.ts';
export type { InstalledApp } from './installations.ts';
export {
  RejectionReason,
  Release,
  ReleaseAct,
  ReleaseInReview,
  ReleaseLogEntry,
  ReleaseSignature,
  ReleaseState,
} from './releases.ts';
export { releaseLogText, releaseText } from './core/release-log.ts';
export { SITE_PROOF_PATH, SiteProof, siteProofOf, siteText } from './site-proof.ts';
export { Forward } from './forwards.ts';
export { Location, NewLocation } from './locations.ts';
export { NewPoll, OwnVote, Poll, PollResults } from './polls.ts';
export { NewSticker, Sticker, StickerPack } from './stickers.ts';
export { SharedContact } from './shared-contacts.ts';
export { type IdentityProof, PasskeyAssertion, PasskeyAttestation } from './identity-proofs.ts';
export { Passkey } from './passkeys.ts';
export { SecondFactor } from './second-factor.ts';
export { type SecurityNews } from './security.ts';
export { type AnyMethod, type MethodByName, methodList, type MethodName, methods } from './methods.ts';
export { ContentKind, MAX_RANKED } from './search.ts';
export { NotifyLevel } from './chat-settings.ts';
export { MAX_URGENT_A_DAY, NotificationSettings, PushPayload, QuietHours } from './notifications.ts';
export { namedSchemas } from './named-schemas.ts';
